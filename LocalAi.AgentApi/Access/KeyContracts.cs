using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>Bodies of <c>/api/keys</c>.</summary>
internal static class KeyContracts
{
    private const int LongestName = 100;
    private const int MostRequests = 1_000_000;
    private const long MostTokens = 1_000_000_000_000;

    /// <param name="Name">At most 100 characters.</param>
    /// <param name="Scopes">Of <c>chat</c>, <c>embed</c>, <c>manage</c>; chat and embed when left out.</param>
    /// <param name="RequestsPerMinute">Left out for no limit.</param>
    /// <param name="TokensPerDay">Left out for no limit.</param>
    /// <param name="Collections">Ids of the knowledge collections that it may search, of those that are open to it; left out or <c>["*"]</c> for all.</param>
    internal sealed record CreateKey(
        string? Name, IReadOnlyList<string>? Scopes, int? RequestsPerMinute, long? TokensPerDay, IReadOnlyList<string>? Collections = null)
    {
        internal string CheckedName => Name?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl)
            ? name
            : throw new InvalidRequestException("name", $"'name' must have 1 to {LongestName} characters, none of them a control character.");

        internal string[] CheckedScopes => Scopes is null
            ? [KeyScopes.Chat, KeyScopes.Embed]
            : Scopes.Count > 0 && Scopes.All(KeyScopes.All.Contains)
                ? [.. KeyScopes.All.Where(Scopes.Contains)]
                : throw new InvalidRequestException("scopes", $"'scopes' must have one or more of {string.Join(", ", KeyScopes.All)}.");

        internal IdSelection? CheckedCollections => IdSelection.From(Collections, "collections", "collection");

        internal int? CheckedRequestsPerMinute => RequestsPerMinute is null or (>= 1 and <= MostRequests)
            ? RequestsPerMinute
            : throw new InvalidRequestException("requestsPerMinute", $"'requestsPerMinute' must be between 1 and {MostRequests}.");

        internal long? CheckedTokensPerDay => TokensPerDay is null or (>= 1 and <= MostTokens)
            ? TokensPerDay
            : throw new InvalidRequestException("tokensPerDay", $"'tokensPerDay' must be between 1 and {MostTokens}.");
    }

    /// <summary>What changes of a key; what is left out stays.</summary>
    /// <param name="Collections">Ids of the knowledge collections that it may search; <c>["*"]</c> for all that are open to it.</param>
    internal sealed record ChangeKey(IReadOnlyList<string>? Collections)
    {
        internal IdSelection? CheckedCollections => IdSelection.From(Collections, "collections", "collection");
    }

    /// <param name="Key">What a client sends; it cannot be shown again.</param>
    /// <param name="Details">The key as it is listed.</param>
    internal sealed record NewKey(string Key, ApiKey Details);

    internal sealed record KeyList(IReadOnlyList<ApiKey> Items);
}
