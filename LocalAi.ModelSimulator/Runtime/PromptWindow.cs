using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// The part of a conversation that fits the context. As Ollama does, the oldest messages go first, system messages and the last
/// message stay; a last message that is too long alone loses its beginning.
/// </summary>
internal sealed record PromptWindow(IReadOnlyList<ChatTurn> Turns, int Tokens)
{
    // What a chat template puts around each message, and what an image costs a vision model.
    private const int TokensPerTurn = 4;
    private const int TokensPerImage = 256;

    public static PromptWindow Fit(IReadOnlyList<ChatTurn> turns, IReadOnlyList<Tool> tools, int contextTokens)
    {
        var fixedTokens = tools.Sum(tool => Answers.Tokens.Count(tool.Name) + Answers.Tokens.Count(tool.Description)
            + Answers.Tokens.Count(tool.Parameters.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : tool.Parameters.GetRawText()));
        var counts = turns.Select(Count).ToArray();
        var total = fixedTokens + counts.Sum();
        var kept = turns.ToList();
        for (var index = 0; index < turns.Count - 1 && total > contextTokens; index++)
        {
            if (turns[index].Role != "system")
            {
                kept.Remove(turns[index]);
                total -= counts[index];
            }
        }

        if (total > contextTokens && kept.Count > 0)
        {
            var last = kept[^1];
            var excess = Math.Min(Answers.Tokens.Count(last.Content), total - contextTokens);
            kept[^1] = last with { Content = last.Content[Answers.Tokens.LengthOf(last.Content, excess)..] };
            total -= excess;
        }

        return new(kept, Math.Min(total, contextTokens));
    }

    private static int Count(ChatTurn turn) =>
        TokensPerTurn + Answers.Tokens.Count(turn.Content) + (turn.Images * TokensPerImage)
        + turn.ToolCalls.Sum(call => Answers.Tokens.Count(call.Name) + Answers.Tokens.Count(call.Arguments));
}
