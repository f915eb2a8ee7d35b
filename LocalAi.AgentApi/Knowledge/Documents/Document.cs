namespace LocalAi.AgentApi.Knowledge.Documents;

/// <summary>A document and how far it has been taken in.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Source">Where it came from: <c>upload</c>, an address, or <c>folder:</c> and a path in the watched folder.</param>
/// <param name="Format"><c>pdf</c>, <c>docx</c>, <c>markdown</c>, <c>html</c>, <c>text</c> or <c>csv</c>.</param>
/// <param name="Status"><c>queued</c>, <c>parsing</c>, <c>embedding</c>, <c>ready</c> or <c>failed</c>. By its words it is found from <c>embedding</c> on.</param>
/// <param name="Error">Why it failed, or what it waits for.</param>
/// <param name="ChunkCount">Passages; 0 until it is parsed.</param>
/// <param name="EmbeddedCount">How many of them are found by meaning.</param>
/// <param name="EmbeddingModel">The model whose vectors it has.</param>
internal sealed record Document(
    Guid Id, Guid CollectionId, string Name, string Source, string Format, long SizeBytes, string Status, string? Error,
    int ChunkCount, int EmbeddedCount, string? EmbeddingModel, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
