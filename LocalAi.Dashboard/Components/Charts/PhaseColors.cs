namespace LocalAi.Dashboard.Components.Charts;

/// <summary>The phases' colours, the same everywhere.</summary>
internal static class PhaseColors
{
    public static readonly string[] All =
    [
        "var(--la-phase-queue)",
        "var(--la-phase-load)",
        "var(--la-phase-prefill)",
        "var(--la-phase-decode)",
        "var(--d-phase-tools)",
        "var(--d-phase-rest)",
    ];
}
