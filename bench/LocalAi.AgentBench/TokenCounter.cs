namespace LocalAi.AgentBench;

/// <summary>Counts chunks with text in a stream of server-sent events, also where a read ends within one.</summary>
internal sealed class TokenCounter
{
    private const int Overlap = 16;

    private readonly byte[] _tail = new byte[2 * Overlap];
    private int _tailLength;

    private static ReadOnlySpan<byte> Text => "\"content\":\""u8;

    private static ReadOnlySpan<byte> Empty => "\"content\":\"\""u8;

    public int Add(ReadOnlySpan<byte> data)
    {
        // What straddles the last read and this one: the tail and a little of the new data, counting only matches that cross.
        var count = 0;
        if (_tailLength > 0)
        {
            Span<byte> seam = stackalloc byte[2 * Overlap];
            _tail.AsSpan(0, _tailLength).CopyTo(seam);
            var head = Math.Min(Overlap, data.Length);
            data[..head].CopyTo(seam[_tailLength..]);
            seam = seam[..(_tailLength + head)];
            var at = seam.IndexOf(Text);
            if (at >= 0 && at < _tailLength && at + Text.Length >= _tailLength && !seam[at..].StartsWith(Empty))
            {
                count++;
            }
        }

        var rest = data;
        while (rest.IndexOf(Text) is >= 0 and var found)
        {
            var match = rest[found..];

            // A match at the very end may still turn out empty: the seam decides.
            if (match.Length == Text.Length)
            {
                break;
            }

            count += match.StartsWith(Empty) ? 0 : 1;
            rest = match[Text.Length..];
        }

        _tailLength = Math.Min(Overlap, data.Length);
        data[^_tailLength..].CopyTo(_tail);
        return count;
    }
}
