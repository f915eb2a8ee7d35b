using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>Puts an answer into OpenAI's words.</summary>
internal static class ChatCompletionAnswer
{
    public static OpenAiWire.ChatCompletion Completion(CollectedAnswer answer, AnswerHead head)
    {
        var message = new OpenAiWire.AnswerMessage(
            "assistant",
            answer.Text.Length == 0 && answer.Calls.Count > 0 ? null : answer.Text,
            answer.Reasoning.Length == 0 ? null : answer.Reasoning,
            answer.Calls.Count == 0 ? null : [.. answer.Calls.Select(call => ToolCall(call, index: null))]);
        return new(
            head.Id, "chat.completion", head.Created, head.Model, [new(0, message, FinishReason(answer.End.Finish, answer.Calls.Count))], Usage(answer.End.Usage));
    }

    public static OpenAiWire.ToolCall ToolCall(FunctionCallContent call, int? index) => new(
        index, call.CallId, "function",
        new(call.Name, ToolArguments.ToJson(call.Arguments)));

    public static string FinishReason(ChatFinishReason? finish, int calls) =>
        calls > 0 ? "tool_calls" : finish?.Value ?? "stop";

    public static OpenAiWire.Usage? Usage(UsageDetails? usage) =>
        usage is null ? null : new(usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0));
}
