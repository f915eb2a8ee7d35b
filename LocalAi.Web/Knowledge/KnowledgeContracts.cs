using System.Text.Json.Serialization;

namespace LocalAi.Web.Knowledge;

/// <summary>The agent's answers about collections and documents.</summary>
public static class KnowledgeContracts
{
    public sealed record Collections(IReadOnlyList<Collection> Items);

#pragma warning disable CA1711 // The word of the product, not a type that holds others.
    /// <param name="Keys">The API keys that may search it; null for every key.</param>
    public sealed record Collection(Guid Id, string Name, int DocumentCount, long SizeBytes, IReadOnlyList<Guid>? Keys)
    {
        public bool IsOpenTo(Guid key) => Keys?.Contains(key) ?? true;
    }
#pragma warning restore CA1711

    public sealed record Documents(IReadOnlyList<Document> Items);

    /// <param name="Status"><c>queued</c>, <c>parsing</c>, <c>embedding</c>, <c>ready</c> or <c>failed</c>.</param>
    public sealed record Document(
        Guid Id, Guid CollectionId, string Name, string Source, string Format, long SizeBytes, string Status, string? Error, int ChunkCount, int EmbeddedCount,
        DateTimeOffset CreatedAt)
    {
        [JsonIgnore]
        public bool IsUnderWay => Status is not ("ready" or "failed");
    }

    public sealed record Upload(IReadOnlyList<Uploaded> Items);

    public sealed record Uploaded(Document Document, bool Duplicate);

    public sealed record Reading(Document Document, string Text);

    internal sealed record Page([property: JsonPropertyName("url")] string Url);

    internal sealed record Readers([property: JsonPropertyName("keys")] IReadOnlyList<Guid> Keys);

    internal sealed record Name([property: JsonPropertyName("name")] string Value);
}

/// <summary>The contracts as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(KnowledgeContracts.Collections))]
[JsonSerializable(typeof(KnowledgeContracts.Documents))]
[JsonSerializable(typeof(KnowledgeContracts.Upload))]
[JsonSerializable(typeof(KnowledgeContracts.Reading))]
[JsonSerializable(typeof(KnowledgeContracts.Name))]
[JsonSerializable(typeof(KnowledgeContracts.Readers))]
[JsonSerializable(typeof(KnowledgeContracts.Page))]
internal sealed partial class KnowledgeJson : JsonSerializerContext;
