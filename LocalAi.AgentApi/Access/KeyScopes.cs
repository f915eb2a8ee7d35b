namespace LocalAi.AgentApi.Access;

/// <summary>What keys may be for.</summary>
internal static class KeyScopes
{
    /// <summary>Answers of models.</summary>
    public const string Chat = "chat";

    /// <summary>Vectors of texts.</summary>
    public const string Embed = "embed";

    /// <summary>Everything else: conversations, models, keys, usage.</summary>
    public const string Manage = "manage";

    public static readonly IReadOnlyList<string> All = [Chat, Embed, Manage];
}
