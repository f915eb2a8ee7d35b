using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>An answer's text after stop sequences and length limits, with its length in tokens.</summary>
internal readonly record struct AnswerText(string Text, int Tokens, string DoneReason)
{
    /// <summary>Cuts a text at the first stop sequence, then at the limit.</summary>
    /// <param name="text">The whole answer.</param>
    /// <param name="options">Stop sequences and limit.</param>
    /// <param name="exactTokens">When positive, the text is repeated or cut to this many tokens first.</param>
    public static AnswerText Limit(string text, GenerationOptions options, int exactTokens)
    {
        if (exactTokens > 0)
        {
            text = Repeat(text, exactTokens);
        }

        foreach (var stop in options.Stop.Where(stop => stop.Length > 0))
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            text = at >= 0 ? text[..at] : text;
        }

        var tokens = Answers.Tokens.Count(text);
        return options.NumPredict > 0 && tokens > options.NumPredict
            ? new(text[..Answers.Tokens.LengthOf(text, options.NumPredict)], options.NumPredict, "length")
            : new(text, tokens, "stop");
    }

    private static string Repeat(string text, int tokens)
    {
        var once = Answers.Tokens.Count(text);
        var repeated = once >= tokens ? text : string.Concat(Enumerable.Repeat(text + "\n\n", (tokens / once) + 1));
        return repeated[..Answers.Tokens.LengthOf(repeated, tokens)];
    }
}
