using System.Text;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>
/// One instance of each short text that telemetry repeats (attribute names, methods, hosts). Bounded: when the young half is full it
/// becomes the old half, and what nobody used since is forgotten. Not thread-safe: the ingest worker owns it.
/// </summary>
internal sealed class StringTable(int maxLength)
{
    private const int GenerationSize = 16_384;
    private const int LongestShared = 96;

    private Dictionary<string, string> _young = [];
    private Dictionary<string, string> _old = [];

    /// <summary>Bytes that the texts returned since the last reset really added: shared ones cost nothing.</summary>
    public long AddedBytes { get; private set; }

    public long TakeAddedBytes()
    {
        var bytes = AddedBytes;
        AddedBytes = 0;
        return bytes;
    }

    /// <summary>The text of UTF-8 bytes; a new string is made only where it is not known.</summary>
    public string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestShared)
        {
            return Intern(Encoding.UTF8.GetString(utf8));
        }

        // No text has more characters than bytes.
        Span<char> text = stackalloc char[LongestShared];
        return Intern(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    public string Intern(string text)
    {
        if (text.Length <= LongestShared)
        {
            return Intern(text.AsSpan());
        }

        text = Truncate(text, maxLength);
        AddedBytes += SizeOf(text);
        return text;
    }

    private string Intern(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return string.Empty;
        }

        if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        if (!_old.GetAlternateLookup<ReadOnlySpan<char>>().Remove(text, out _, out known))
        {
            known = text.ToString();
            AddedBytes += SizeOf(known);
        }

        if (_young.Count >= GenerationSize)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[known] = known;
        return known;
    }

    private static string Truncate(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        // Half a surrogate pair is no text.
        var end = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static int SizeOf(string text) => 24 + (2 * text.Length);
}
