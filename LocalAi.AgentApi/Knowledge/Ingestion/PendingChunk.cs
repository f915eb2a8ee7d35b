namespace LocalAi.AgentApi.Knowledge.Ingestion;

/// <summary>A stored passage that still needs a vector.</summary>
internal sealed record PendingChunk(long Id, string Heading, string Text)
{
    /// <summary>What is embedded: a passage alone often does not say what it is about, its headings do.</summary>
    public string Embedded => Heading.Length == 0 || Text.StartsWith(Heading, StringComparison.Ordinal) ? Text : $"{Heading}\n{Text}";
}
