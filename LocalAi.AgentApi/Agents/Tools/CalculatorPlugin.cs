using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents.Tools;

/// <summary>Calculates: models guess at numbers.</summary>
internal sealed class CalculatorPlugin
{
    public const string Name = "calculator";

    private const int MaxCharacters = 500;

    [KernelFunction("calculate")]
    [Description("Calculates an expression exactly, such as (1250 + 80) * 1.2 or sqrt(2) or round(10 / 3, 2).")]
    public static string Calculate(
        [Description("Numbers with a decimal point, + - * / % ^, brackets, pi, e, and abs, ceil, cos, exp, floor, ln, log, max, min, round, sin, sqrt, tan.")] string expression)
    {
        if (expression.Length > MaxCharacters)
        {
            throw new KernelException($"the expression is longer than {MaxCharacters} characters");
        }

        try
        {
            return Arithmetic.Evaluate(expression).ToString("0.############################", CultureInfo.InvariantCulture);
        }
        catch (DivideByZeroException)
        {
            throw new KernelException("it divides by zero");
        }
        catch (OverflowException)
        {
            throw new KernelException("a value in it is too large, or no number");
        }
        catch (FormatException exception)
        {
            throw new KernelException(exception.Message);
        }
    }
}
