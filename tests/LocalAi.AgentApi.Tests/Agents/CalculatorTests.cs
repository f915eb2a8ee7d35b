using LocalAi.AgentApi.Agents.Tools;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Tests.Agents;

public sealed class CalculatorTests
{
    [Theory]
    [InlineData("(1250 + 80) * 1.2", "1596")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("2 ^ 10", "1024")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("-2 ^ 2", "-4")]
    [InlineData("2 ^ -2", "0.25")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("SQRT(16) + Max(1, 2, 3)", "7")]
    [InlineData("round(10 / 3, 2)", "3.33")]
    [InlineData("17 % 5 × 2", "4")]
    [InlineData("1_000 * .5", "500")]
    [InlineData("round(2 * pi, 6)", "6.283185")]
    [InlineData("4 ^ 0.5", "2")]
    public void Calculator_CalculatesExactly(string expression, string result) => Assert.Equal(result, CalculatorPlugin.Calculate(expression));

    [Theory]
    [InlineData("1 / 0", "it divides by zero")]
    [InlineData("17 % 0", "it divides by zero")]
    [InlineData("2 +", "the expression ends too early")]
    [InlineData("", "the expression ends too early")]
    [InlineData("2 3", "'3' at character 3 is not understood")]
    [InlineData("9 ^ 9 ^ 9 ^ 9", "a value in it is too large, or no number")]
    [InlineData("ln(0)", "a value in it is too large, or no number")]
    [InlineData("sqrt(-1)", "a value in it is too large, or no number")]
    [InlineData("System(1)", "there is no function 'system' with 1 numbers")]
    [InlineData("1.2.3", "'1.2.3' is not a number")]
    [InlineData("round(1, 99)", "there is no function 'round' with 2 numbers")]
    public void Calculator_SaysWhatIsWrong_WhenThereIsNoNumber(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<KernelException>(() => CalculatorPlugin.Calculate(expression)).Message);

    [Fact]
    public void Calculator_Refuses_WhenTheExpressionCouldOnlyBeAnAttack() =>
        Assert.Throws<KernelException>(() => CalculatorPlugin.Calculate(new string('(', 100_000)));
}
