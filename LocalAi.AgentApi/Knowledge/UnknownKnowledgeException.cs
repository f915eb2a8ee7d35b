namespace LocalAi.AgentApi.Knowledge;

/// <summary>There is no such collection or document, or no more, or not for this caller.</summary>
internal sealed class UnknownKnowledgeException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static UnknownKnowledgeException Collection(Guid id) =>
        new("collection_not_found", $"The collection {id} does not exist; it may have been deleted.");

    public static UnknownKnowledgeException Document(Guid id) =>
        new("document_not_found", $"The document {id} does not exist; it may have been deleted.");
}
