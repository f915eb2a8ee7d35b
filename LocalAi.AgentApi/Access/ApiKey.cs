namespace LocalAi.AgentApi.Access;

/// <summary>A key as its owner sees it; the key itself is shown once, when it is made.</summary>
/// <param name="Id">Identifies it in <c>/api/keys</c> and in the usage.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="Scopes">Of <c>chat</c>, <c>embed</c>, <c>manage</c>.</param>
/// <param name="RequestsPerMinute">Null for no limit. Each agent process counts for itself.</param>
/// <param name="TokensPerDay">Tokens of prompts and answers together, per UTC day; null for no limit.</param>
/// <param name="Collections">Ids of the knowledge collections that it may search, of those that are open to it; null for all of them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">Since when it is good for nothing.</param>
internal sealed record ApiKey(
    Guid Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    int? RequestsPerMinute,
    long? TokensPerDay,
    IReadOnlyList<Guid>? Collections,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt);
