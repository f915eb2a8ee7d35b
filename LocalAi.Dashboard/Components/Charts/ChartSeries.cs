namespace LocalAi.Dashboard.Components.Charts;

/// <summary>Values at equal steps of time; NaN where there is none.</summary>
/// <param name="Color">A CSS colour, as a rule a variable of the theme.</param>
public sealed record ChartSeries(string Name, string Color, IReadOnlyList<double> Values);
