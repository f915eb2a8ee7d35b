namespace LocalAi.ModelSimulator.Library;

/// <summary>A model that requests may use.</summary>
/// <param name="Model">What it is.</param>
/// <param name="ModifiedAt">Since when.</param>
/// <param name="Remembered">Whether a request installed it, so that the next start has it again.</param>
internal sealed record InstalledModel(SimulatedModel Model, DateTimeOffset ModifiedAt, bool Remembered);
