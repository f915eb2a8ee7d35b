using System.Text;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>Collects streamed updates into one chat completion.</summary>
internal static class ChatCompletionAnswer
{
    public static async Task<OpenAiWire.ChatCompletion> CollectAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates, AnswerHead head, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        var calls = new List<OpenAiWire.ToolCall>();
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            finish = update.FinishReason ?? finish;
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent part: text.Append(part.Text); break;
                    case TextReasoningContent part: reasoning.Append(part.Text); break;
                    case FunctionCallContent call: calls.Add(ToolCall(call, index: null)); break;
                    case UsageContent part: usage = part.Details; break;
                }
            }
        }

        var message = new OpenAiWire.AnswerMessage(
            "assistant",
            text.Length == 0 && calls.Count > 0 ? null : text.ToString(),
            reasoning.Length == 0 ? null : reasoning.ToString(),
            calls.Count == 0 ? null : calls);
        return new(head.Id, "chat.completion", head.Created, head.Model, [new(0, message, FinishReason(finish, calls.Count))], Usage(usage));
    }

    public static OpenAiWire.ToolCall ToolCall(FunctionCallContent call, int? index) => new(
        index, call.CallId, "function",
        new(call.Name, ToolArguments.ToJson(call.Arguments)));

    public static string FinishReason(ChatFinishReason? finish, int calls) =>
        calls > 0 ? "tool_calls" : finish?.Value ?? "stop";

    public static OpenAiWire.Usage? Usage(UsageDetails? usage) =>
        usage is null ? null : new(usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0));
}
