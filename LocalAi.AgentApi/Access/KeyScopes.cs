namespace LocalAi.AgentApi.Access;

/// <summary>What keys may be for.</summary>
internal static class KeyScopes
{
    /// <summary>Answers of models, in conversations of the key's own too, and what they draw on: tools, and the collections that the key may search.</summary>
    public const string Chat = "chat";

    /// <summary>Vectors of texts.</summary>
    public const string Embed = "embed";

    /// <summary>Everything else: models, documents, keys, usage, and the conversations of everybody.</summary>
    public const string Manage = "manage";

    public static readonly IReadOnlyList<string> All = [Chat, Embed, Manage];
}
