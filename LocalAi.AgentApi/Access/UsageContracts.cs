using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>Answers of <c>GET /api/usage</c>.</summary>
internal static class UsageContracts
{
    private const int MostDays = 366;

    /// <param name="Day">UTC.</param>
    /// <param name="Caller">A key's id, <c>stack</c> or <c>local</c>.</param>
    /// <param name="Name">The key's name, or what the other callers are.</param>
    /// <param name="Model">The model as requests name it.</param>
    internal sealed record Entry(DateOnly Day, string Caller, string Name, string Model, long Requests, long InputTokens, long OutputTokens);

    internal sealed record Report(IReadOnlyList<Entry> Items);

    internal static int Checked(int days) => days is >= 1 and <= MostDays
        ? days
        : throw new InvalidRequestException("days", $"'days' is {days}; it must be between 1 and {MostDays}.");
}
