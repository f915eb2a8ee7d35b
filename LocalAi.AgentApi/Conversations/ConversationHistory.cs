using System.Text;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Conversations;

/// <summary>
/// What a model is told of a conversation: everything as long as it fits in its context, else a summary of the oldest messages and the rest.
/// The summary is kept, so that it is made once.
/// </summary>
internal sealed class ConversationHistory(MessageStore messages, IOptions<AgentOptions> options)
{
    private const string SummaryRequest =
        "Summarise the conversation below for someone who has to go on with it. Keep names, numbers, dates, decisions and open questions. At most 200 words, no introduction.";

    /// <exception cref="InvalidRequestException">The question alone does not fit.</exception>
    public async Task<List<ChatMessage>> ForAsync(
        Question question, ChatModel model, ContextWindow window, IList<AITool> tools, TurnContext turn, CancellationToken cancellationToken)
    {
        var summary = await messages.SummaryAsync(question.ConversationId, cancellationToken);
        var stored = await messages.HistoryAsync(question.ConversationId, summary?.Position, question.Position + 1, cancellationToken);
        turn.Tainted = await messages.HasReadOutsideAsync(question.ConversationId, cancellationToken);
        // What a stopped or failed answer has said was said; an empty one would only confuse the model.
        var history = stored.Where(item => item.Message.Content.Length > 0)
            .Select(item => (item.Position, Chat: new ChatMessage(item.Message.Role == Message.User ? ChatRole.User : ChatRole.Assistant, item.Message.Content)))
            .ToList();
        if (window.Count(Prompt(summary?.Text, history.Select(item => item.Chat)), tools) <= window.PromptTokens)
        {
            return Prompt(summary?.Text, history.Select(item => item.Chat));
        }

        // Half of the context for the newest messages, so that the next turns need no summary again.
        var kept = history.Count - 1;
        while (kept > 0 && window.Count(Prompt(SummaryRequest, history.Skip(kept - 1).Select(item => item.Chat)), tools) <= window.PromptTokens / 2)
        {
            kept--;
        }

        if (window.Count(Prompt(SummaryRequest, history.Skip(kept).Select(item => item.Chat)), tools) > window.PromptTokens)
        {
            throw new InvalidRequestException(
                "content",
                $"The message and the tools take {window.Count(Prompt(null, history.Skip(kept).Select(item => item.Chat)), tools):N0} tokens, and {model.Description.Id} has room for {window.PromptTokens:N0}. "
                + $"Shorten it, use fewer tools, or raise {AgentOptions.SectionName}:{nameof(AgentOptions.ContextTokens)} where the model allows it.");
        }

        if (kept > 0)
        {
            var text = await SummariseAsync(summary?.Text, history.Take(kept).Select(item => item.Chat), model, window, cancellationToken);
            summary = new(text, history[kept - 1].Position);
            await messages.SetSummaryAsync(question.ConversationId, summary, cancellationToken);
            turn.Note($"The conversation is longer than the context of {model.Description.Id}: of its {kept} oldest messages the model has a summary.");
        }

        return Prompt(summary?.Text, history.Skip(kept).Select(item => item.Chat));
    }

    private List<ChatMessage> Prompt(string? summary, IEnumerable<ChatMessage> history) =>
    [
        .. options.Value.Instructions.Length > 0 ? [new ChatMessage(ChatRole.System, options.Value.Instructions)] : Array.Empty<ChatMessage>(),
        .. summary is null ? Array.Empty<ChatMessage>() : [new ChatMessage(ChatRole.System, $"The conversation so far, in short:\n{summary}")],
        .. history,
    ];

    /// <summary>In pieces that fit, each with the summary of those before it.</summary>
    private static async Task<string> SummariseAsync(
        string? summary, IEnumerable<ChatMessage> oldest, ChatModel model, ContextWindow window, CancellationToken cancellationToken)
    {
        var piece = new StringBuilder();
        foreach (var message in oldest)
        {
            var line = $"{(message.Role == ChatRole.User ? "User" : "Assistant")}: {TokenCounter.Cut(message.Text, window.PromptTokens / 4)}\n\n";
            if (piece.Length > 0 && window.Count([new(ChatRole.User, $"{piece}{line}")]) > window.PromptTokens / 2)
            {
                summary = await AskAsync(summary, piece.ToString(), model, window, cancellationToken);
                piece.Clear();
            }

            piece.Append(line);
        }

        return await AskAsync(summary, piece.ToString(), model, window, cancellationToken);
    }

    private static async Task<string> AskAsync(string? summary, string piece, ChatModel model, ContextWindow window, CancellationToken cancellationToken)
    {
        var before = summary is null ? "" : $"What was said before, in short:\n{summary}\n\n";
        var answer = await model.Client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, $"{SummaryRequest}\n\n{before}{piece}")],
            new ChatOptions { ModelId = model.Description.Id, AdditionalProperties = new() { [OllamaRequests.ContextLength] = window.Tokens } },
            cancellationToken);
        return TokenCounter.Cut(answer.Text, window.PromptTokens / 4);
    }
}
