namespace LocalAi.Web.Access;

/// <summary>The agent's keys and usage as JSON.</summary>
public static class AccessContracts
{
    public sealed record Key(
        Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, int? RequestsPerMinute, long? TokensPerDay, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

    public sealed record KeyList(IReadOnlyList<Key> Items);

    public sealed record CreateKey(string Name, IReadOnlyList<string> Scopes, int? RequestsPerMinute, long? TokensPerDay);

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
