using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// The JSON around a token, serialized once for a stream: writing a token is three copies and one escape, without allocation.
/// </summary>
internal sealed class ChunkTemplate
{
    private const int TimeBytes = 33;
    private const int MostUtf8PerChar = 3;
    private const int MostEscapedPerByte = 6;

    // Only what JSON demands is escaped: the answers are never put into HTML, and readers of the wire are spared \u0027.
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly byte[] _beforeTime;
    private readonly byte[]? _afterTime;
    private readonly byte[] _afterText;

    /// <param name="beforeTime">JSON up to the time, or up to the text where there is no time.</param>
    /// <param name="afterTime">JSON between time and text; null where there is no time.</param>
    /// <param name="afterText">JSON after the text, with what ends a chunk.</param>
    public ChunkTemplate(string beforeTime, string? afterTime, string afterText)
    {
        _beforeTime = Encoding.UTF8.GetBytes(beforeTime);
        _afterTime = afterTime is null ? null : Encoding.UTF8.GetBytes(afterTime);
        _afterText = Encoding.UTF8.GetBytes(afterText);
    }

    public static string Quote(string text) => '"' + Encoder.Encode(text) + '"';

    public void Write(PipeWriter output, ReadOnlySpan<char> text, DateTime utcNow)
    {
        Span<byte> utf8 = stackalloc byte[text.Length * MostUtf8PerChar];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];

        var span = output.GetSpan(
            _beforeTime.Length + TimeBytes + (_afterTime?.Length ?? 0) + (utf8.Length * MostEscapedPerByte) + _afterText.Length);
        var at = Copy(_beforeTime, span, 0);
        if (_afterTime is not null)
        {
            utcNow.TryFormat(span[at..], out var written, "O", CultureInfo.InvariantCulture);
            at = Copy(_afterTime, span, at + written);
        }

        Encoder.EncodeUtf8(utf8, span[at..], out _, out var escaped);
        output.Advance(Copy(_afterText, span, at + escaped));
    }

    private static int Copy(byte[] source, Span<byte> target, int at)
    {
        source.CopyTo(target[at..]);
        return at + source.Length;
    }
}
