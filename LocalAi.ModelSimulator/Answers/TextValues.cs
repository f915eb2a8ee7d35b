using System.Text.RegularExpressions;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>The values that a text names, each kind in its order; whoever fills fields takes them one after the other.</summary>
internal sealed partial class TextValues
{
    public TextValues(string text)
    {
        Quoted = Matches(QuotedPattern(), text);
        Addresses = Matches(AddressPattern(), text);
        Dates = Matches(DatePattern(), text);
        Names = Matches(NamePattern(), text);

        // Digits of addresses and dates are no numbers.
        var rest = DatePattern().Replace(AddressPattern().Replace(text, " "), " ");
        Numbers = Matches(NumberPattern(), rest);
        Expression = ArithmeticPattern().Match(rest) is { Success: true } match ? match.Value.Trim() : null;
    }

    /// <summary>What is in quotation marks.</summary>
    public Queue<string> Quoted { get; }

    /// <summary>Capitalized words after a preposition: "in New York".</summary>
    public Queue<string> Names { get; }

    public Queue<string> Addresses { get; }

    /// <summary>ISO 8601.</summary>
    public Queue<string> Dates { get; }

    public Queue<string> Numbers { get; }

    /// <summary>Something to calculate, such as "12 * 7"; null when there is nothing.</summary>
    public string? Expression { get; }

    private static Queue<string> Matches(Regex pattern, string text) =>
        new(pattern.Matches(text).Select(match => match.Groups[match.Groups.Count - 1].Value));

    [GeneratedRegex("[\"“«„]([^\"“”«»„]+)[\"”»“]")]
    private static partial Regex QuotedPattern();

    [GeneratedRegex(@"https?://[^\s<>""')\]]*[^\s<>""')\].,;:!?]")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?\b")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\b(?:in|for|of|at|to|from|near|about|named|called)\s+((?:\p{Lu}[\p{L}\d'-]*)(?:[ ,]+\p{Lu}[\p{L}\d'-]*)*)")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"[(\d][\d\s().]*(?:[-+*/^%×÷][\s(]*\d[\d\s().]*)+")]
    private static partial Regex ArithmeticPattern();
}
