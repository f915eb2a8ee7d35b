namespace LocalAi.AgentApi.Privacy;

/// <summary>A connection would have left this machine's network.</summary>
internal sealed class NotLocalException(string host) : Exception($"'{host}' {Reason}")
{
    /// <summary>What was refused, and what an operator can do; goes after the name of the place.</summary>
    public const string Reason =
        $"is not on this machine or its network, and {PrivacyOptions.SectionName}:{nameof(PrivacyOptions.LocalOnly)} lets nothing leave. "
        + $"Set it to false to use it (for the stack: LocalAi:{PrivacyOptions.SectionName}:{nameof(PrivacyOptions.LocalOnly)}).";
}
