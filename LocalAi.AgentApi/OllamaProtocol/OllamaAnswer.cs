using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>Puts an answer into Ollama's words, piece by piece or whole.</summary>
/// <param name="Requested">The model as the client named it.</param>
/// <param name="Chat">Who answers.</param>
/// <param name="IsChat">A chat has messages, a completed prompt only text.</param>
/// <param name="Time">The clock.</param>
internal sealed record OllamaAnswer(string? Requested, ClientChat Chat, bool IsChat, TimeProvider Time)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>As the client named it, so that it finds its own name again, unless another model had to answer.</summary>
    private string Model => Chat.Model.Description is var model && Requested is { Length: > 0 } && model.Answers(Requested) ? Requested : model.Id;

    public OllamaClientWire.Answer Piece(string text, string? thinking = null, IReadOnlyList<OllamaClientWire.ToolCall>? calls = null)
    {
        var answer = new OllamaClientWire.Answer(Model, Time.GetUtcNow().UtcDateTime);
        return IsChat
            ? answer with { Message = new("assistant", text, thinking, calls) }
            : answer with { Response = text, Thinking = thinking };
    }

    public OllamaClientWire.Answer Whole(CollectedAnswer answer) => End(
        Piece(
            answer.Text,
            answer.Reasoning.Length == 0 ? null : answer.Reasoning,
            answer.Calls.Count == 0 ? null : [.. answer.Calls.Select(ToolCall)]),
        answer.End);

    /// <summary>The last line: how it ended and what it took.</summary>
    public OllamaClientWire.Answer Last(AnswerEnd end) => End(Piece(""), end);

    /// <summary>Answers a request without a question, by which clients have a model loaded. Here the first question loads it.</summary>
    public OllamaClientWire.Answer Nothing() => Piece("") with { Done = true, DoneReason = "load" };

    public static OllamaClientWire.ToolCall ToolCall(FunctionCallContent call, int index) =>
        new(call.CallId, new(index, call.Name, ToolArguments.ToElement(call.Arguments)));

    public static long Nanoseconds(double seconds) => (long)(seconds * NanosecondsPerSecond);

    private static OllamaClientWire.Answer End(OllamaClientWire.Answer answer, AnswerEnd end) => answer with
    {
        Done = true,
        DoneReason = end.Finish == ChatFinishReason.Length ? "length" : "stop",
        TotalDuration = Nanoseconds(end.Timings?.TotalSeconds ?? 0),
        LoadDuration = Nanoseconds(end.Timings?.LoadSeconds ?? 0),
        PromptEvalCount = end.Usage?.InputTokenCount ?? 0,
        PromptEvalDuration = Nanoseconds(end.Timings?.PrefillSeconds ?? 0),
        EvalCount = end.Usage?.OutputTokenCount ?? 0,
        EvalDuration = Nanoseconds(end.Timings?.DecodeSeconds ?? 0),
    };
}
