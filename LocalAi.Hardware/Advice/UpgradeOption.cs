namespace LocalAi.Hardware.Advice;

/// <summary>What another GPU would change.</summary>
/// <param name="Gpu">Id of the GPU.</param>
/// <param name="GpuCount">How many of them.</param>
/// <param name="Model">The most capable model that would run well.</param>
/// <param name="TokensPerSecond">Its expected speed.</param>
/// <param name="Text">The same in a sentence.</param>
public sealed record UpgradeOption(string Gpu, int GpuCount, string Model, double TokensPerSecond, string Text);
