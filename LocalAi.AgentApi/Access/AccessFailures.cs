using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>Why a caller is turned away.</summary>
internal static class AccessFailures
{
    public static readonly Failure KeyMissing = new(
        401, "key_missing", "Key needed", "A key is needed: send it as 'Authorization: Bearer <key>'. Keys are made on the web UI's page Keys, or by POST /api/keys.");

    public static readonly Failure KeyUnknown = new(401, "key_unknown", "Unknown key", "The key is not known, or it was revoked.");

    public static Failure ScopeMissing(Caller caller, IReadOnlyList<string> anyOf) => new(
        403, "scope_missing", "Not allowed", $"The key '{caller.Name}' is for {string.Join(", ", caller.Scopes)}; this needs {string.Join(" or ", anyOf)}.");

    public static Failure TooManyRequests(ApiKey key, TimeSpan wait) => new(
        429, "rate_limit_exceeded", "Too many requests", $"The key '{key.Name}' may make {key.RequestsPerMinute} requests a minute.",
        RetryAfterSeconds: Seconds(wait));

    public static Failure QuotaReached(ApiKey key, TimeSpan untilTomorrow) => new(
        429, "quota_exceeded", "Quota used up", $"The key '{key.Name}' may use {key.TokensPerDay} tokens a day (UTC), and has.",
        RetryAfterSeconds: Seconds(untilTomorrow));

    public static Failure NoSuchKey(Guid id) => new(404, "key_not_found", "Unknown key", $"There is no key {id}.");

    private static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
