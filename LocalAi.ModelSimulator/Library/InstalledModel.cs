namespace LocalAi.ModelSimulator.Library;

/// <summary>A model that requests may use, and since when.</summary>
internal sealed record InstalledModel(SimulatedModel Model, DateTimeOffset ModifiedAt);
