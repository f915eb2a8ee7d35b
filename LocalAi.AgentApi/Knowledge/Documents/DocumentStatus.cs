namespace LocalAi.AgentApi.Knowledge.Documents;

/// <summary>Where a document is on its way to being found, as <see cref="Document.Status"/> has it.</summary>
internal static class DocumentStatus
{
    public const string Queued = "queued";
    public const string Parsing = "parsing";
    public const string Embedding = "embedding";
    public const string Ready = "ready";
    public const string Failed = "failed";
}
