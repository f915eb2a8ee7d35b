namespace LocalAi.Web.Knowledge;

/// <summary>As much of a document's text as a page can show well, with the passage in it that is to be seen.</summary>
/// <param name="Text">The excerpt.</param>
/// <param name="Start">Where it begins in the document's text.</param>
/// <param name="MarkStart">Where the passage begins in the excerpt.</param>
/// <param name="MarkLength">0 where no passage is in it.</param>
internal sealed record TextExcerpt(string Text, int Start, int MarkStart, int MarkLength)
{
    private const int Length = 40_000;

    public int End => Start + Text.Length;

    /// <summary>Where the excerpt before this one begins.</summary>
    public int Before => Math.Max(0, Start - Length);

    public string Head => Text[..MarkStart];

    public string Passage => Text.Substring(MarkStart, MarkLength);

    public string Tail => Text[(MarkStart + MarkLength)..];

    /// <summary>The excerpt with a passage in its middle; offsets that the text does not have mark nothing.</summary>
    public static TextExcerpt Around(string text, int from, int to) =>
        From(text, Math.Max(0, Math.Min(from, text.Length) - (Length / 2)), from, to);

    /// <summary>The excerpt that begins at <paramref name="start"/>.</summary>
    public static TextExcerpt From(string text, int start, int from, int to)
    {
        start = Math.Clamp(start, 0, text.Length);
        if (start > 0 && start < text.Length && char.IsLowSurrogate(text[start]))
        {
            start--;
        }

        var end = Math.Min(text.Length, start + Length);
        if (end < text.Length && char.IsLowSurrogate(text[end]))
        {
            end--;
        }

        var marked = from >= start && to > from && to <= end;
        return new(text[start..end], start, marked ? from - start : 0, marked ? to - from : 0);
    }
}
