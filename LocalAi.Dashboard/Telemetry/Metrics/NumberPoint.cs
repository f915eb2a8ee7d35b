namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A gauge's value, or a sum's total since its start.</summary>
public readonly record struct NumberPoint(long Time, double Value);
