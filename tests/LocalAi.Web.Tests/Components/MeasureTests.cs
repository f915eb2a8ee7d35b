using LocalAi.Web.Components.Pages.Chat;

namespace LocalAi.Web.Tests.Components;

public sealed class MeasureTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.085, "85 ms")]
    [InlineData(0.9999, "1.00 s")]
    [InlineData(1.244, "1.24 s")]
    [InlineData(9.999, "10.0 s")]
    [InlineData(42.34, "42.3 s")]
    [InlineData(59.97, "1 min 0 s")]
    [InlineData(125, "2 min 5 s")]
    public void Seconds_HaveThreeDigitsAtMost(double seconds, string expected) => Assert.Equal(expected, Measure.Seconds(seconds));

    [Theory]
    [InlineData(8.254, "8.25 tokens/s")]
    [InlineData(24.34, "24.3 tokens/s")]
    [InlineData(1240.4, "1,240 tokens/s")]
    public void Rates_HaveThreeDigitsOrAreWhole(double rate, string expected) => Assert.Equal(expected, Measure.Rate(rate));

    [Theory]
    [InlineData(0.934, "93 %")]
    [InlineData(1.02, "100 %")]
    public void Shares_ArePercent(double share, string expected) => Assert.Equal(expected, Measure.Share(share));
}
