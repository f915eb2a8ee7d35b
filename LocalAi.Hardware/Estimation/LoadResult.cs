namespace LocalAi.Hardware.Estimation;

/// <summary>What users of a shared model experience, on average.</summary>
public sealed record LoadResult
{
    /// <summary>Users at the same time.</summary>
    public required int Users { get; init; }

    /// <summary>Users turned away with 503 because the queue is full.</summary>
    public required int RefusedUsers { get; init; }

    /// <summary>Speed at which one user's answer appears, from the end of the prompt to the last token.</summary>
    public required double TokensPerSecondPerUser { get; init; }

    /// <summary>All users' tokens a second, waiting included.</summary>
    public required double TokensPerSecondTotal { get; init; }

    /// <summary>Seconds from sending to the first token, waiting included.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>The longest of them.</summary>
    public required double SlowestFirstTokenSeconds { get; init; }

    /// <summary>Seconds that a request waits for a slot.</summary>
    public required double QueueSeconds { get; init; }

    /// <summary>Requests that wait while all slots are taken.</summary>
    public required int WaitingUsers { get; init; }
}
