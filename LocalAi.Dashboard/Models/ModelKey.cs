namespace LocalAi.Dashboard.Models;

/// <summary>
/// A model as its callers name it: <c>gen_ai.provider.name</c>, <c>gen_ai.request.model</c> and <c>gen_ai.operation.name</c>
/// (<c>chat</c>, <c>embeddings</c>).
/// </summary>
public sealed record ModelKey(string Provider, string Model, string Operation)
{
    /// <summary>Stands for every model beyond the number that is kept apart.</summary>
    public static ModelKey Other { get; } = new("(other)", "(other models)", "chat");

    public bool IsEmbedding => Operation is "embeddings";
}
