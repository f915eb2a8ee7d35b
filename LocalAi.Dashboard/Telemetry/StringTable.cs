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

    public string Intern(string text)
    {
        if (text.Length == 0)
        {
            return string.Empty;
        }

        if (text.Length > LongestShared)
        {
            text = Truncate(text, maxLength);
            AddedBytes += SizeOf(text);
            return text;
        }

        if (_young.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_old.Remove(text, out known))
        {
            text = known;
        }
        else
        {
            AddedBytes += SizeOf(text);
        }

        if (_young.Count >= GenerationSize)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[text] = text;
        return text;
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
