namespace LocalAi.Web.Access;

/// <summary>The agent's keys and usage as JSON.</summary>
public static class AccessContracts
{
    /// <param name="Collections">The knowledge collections that it may search, of those that are open to it; null for all.</param>
    public sealed record Key(
        Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, int? RequestsPerMinute, long? TokensPerDay, IReadOnlyList<Guid>? Collections,
        DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

    public sealed record KeyList(IReadOnlyList<Key> Items);

    public sealed record CreateKey(
        string Name, IReadOnlyList<string> Scopes, int? RequestsPerMinute, long? TokensPerDay, IReadOnlyList<string> Collections);

    /// <param name="Collections">Ids of collections; a single <c>*</c> for all.</param>
    public sealed record ChangeKey(IReadOnlyList<string> Collections);

    /// <summary>A choice of collections as the agent takes it; null for all.</summary>
    public static IReadOnlyList<string> Ids(IReadOnlyList<Guid>? collections) => collections is null ? ["*"] : [.. collections.Select(id => id.ToString())];

    /// <param name="Key">What a client sends; it is not shown again.</param>
    /// <param name="Details">The key as it is listed.</param>
    public sealed record NewKey(string Key, Key Details);

    /// <param name="Day">UTC.</param>
    /// <param name="Caller">A key's id, <c>stack</c> or <c>local</c>.</param>
    /// <param name="Name">The caller's name.</param>
    /// <param name="Model">The model as requests name it.</param>
    /// <param name="Requests">Requests to the model.</param>
    /// <param name="InputTokens">Tokens of prompts.</param>
    /// <param name="OutputTokens">Tokens of answers.</param>
    public sealed record Usage(DateOnly Day, string Caller, string Name, string Model, long Requests, long InputTokens, long OutputTokens)
    {
        public long Tokens => InputTokens + OutputTokens;
    }

    public sealed record Report(IReadOnlyList<Usage> Items);
}
