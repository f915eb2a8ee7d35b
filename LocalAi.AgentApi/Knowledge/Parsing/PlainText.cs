using System.Text;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Bytes of a text file as text: by its byte order mark, else UTF-8, else Latin-1, which old Windows files mostly are.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UnreadableDocumentException">It is not text.</exception>
    public static string Decode(byte[] content)
    {
        if (content is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(content, 2, content.Length - 2);
        }

        if (content is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2);
        }

        if (content.AsSpan().Contains((byte)0))
        {
            throw new UnreadableDocumentException("The file is not text: it has zero bytes.");
        }

        try
        {
            return Strict.GetString(content is [0xEF, 0xBB, 0xBF, ..] ? content.AsSpan(3) : content);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(content);
        }
    }
}
