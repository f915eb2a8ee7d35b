namespace LocalAi.AgentApi.Knowledge.Documents;

/// <summary>What requests about documents answer.</summary>
internal static class DocumentContracts
{
    /// <summary>The documents of a collection, the newest first.</summary>
    internal sealed record DocumentList(IReadOnlyList<Document> Items);

    /// <summary>What became of the files of an upload, in their order.</summary>
    internal sealed record UploadResult(IReadOnlyList<UploadedDocument> Items);

    /// <param name="Document">The document.</param>
    /// <param name="Duplicate">The collection had these bytes already; <paramref name="Document"/> is that one.</param>
    internal sealed record UploadedDocument(Document Document, bool Duplicate);

    /// <summary>A page of the web to take in.</summary>
    internal sealed record AddPage(string? Url);

    /// <summary>The text that was read from a document; passages say where they are in it.</summary>
    internal sealed record DocumentReading(Document Document, string Text);
}
