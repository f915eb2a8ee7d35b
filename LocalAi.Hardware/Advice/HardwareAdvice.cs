namespace LocalAi.Hardware.Advice;

/// <summary>The body of <c>GET /api/hardware/recommendations</c>.</summary>
/// <param name="Recommendations">One for each use, and one embedding model.</param>
/// <param name="Upgrades">GPUs that would allow a more capable model than this machine's best.</param>
public sealed record HardwareAdvice(IReadOnlyList<Recommendation> Recommendations, IReadOnlyList<UpgradeOption> Upgrades);
