namespace LocalAi.Hardware.Estimation;

/// <summary>Tokens a second: the expected value and the range in which most measurements lie. Zero where a model generates no text.</summary>
public sealed record TokenRate(double Expected, double Low, double High)
{
    /// <summary>No tokens at all.</summary>
    public static readonly TokenRate None = new(0, 0, 0);

    /// <summary>Rounded for people and JSON: one decimal below 100.</summary>
    public TokenRate Rounded() => new(Round(Expected), Round(Low), Round(High));

    private static double Round(double value) => Math.Round(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}
