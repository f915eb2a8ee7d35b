using Microsoft.ML.Tokenizers;

namespace LocalAi.AgentApi.Agents.Context;

/// <summary>Counts tokens with cl100k's vocabulary. Other models' vocabularies differ from it by some tens of percent.</summary>
internal static class TokenCounter
{
    /// <summary>More characters than so many a token are not looked at: whoever cuts to a budget need not read 10 MB for it.</summary>
    private const int MaxCharactersPerToken = 12;

    private static readonly Lazy<TiktokenTokenizer> Tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("cl100k_base"));

    public static int Count(string text) => Tokenizer.Value.CountTokens(text, considerNormalization: false);

    /// <summary>The beginning of a text, at most <paramref name="maxTokens"/> long, with a note of what is missing.</summary>
    public static string Cut(string text, int maxTokens)
    {
        var length = (int)Math.Min(text.Length, (long)maxTokens * MaxCharactersPerToken);
        var end = Tokenizer.Value.GetIndexByTokenCount(text.AsSpan(0, length), maxTokens, out _, out _, considerNormalization: false);
        if (end >= text.Length)
        {
            return text;
        }

        end = end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
        return $"{text.AsSpan(0, end)}\n[cut: these are the first {end:N0} of {text.Length:N0} characters]";
    }
}
