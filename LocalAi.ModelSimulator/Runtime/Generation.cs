using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// A finished answer with its timings. What of <see cref="Total"/> is not load, prefill or decode was spent in the queue.
/// </summary>
/// <param name="Text">The answer's text; empty when tools are asked for.</param>
/// <param name="ToolCalls">The tools that are asked for.</param>
/// <param name="DoneReason">Ollama's: <c>stop</c>, or <c>length</c> when the limit cut the answer.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="AnswerTokens">Tokens of the answer.</param>
/// <param name="Total">From the request's arrival to its last token.</param>
/// <param name="Load">Waiting until the model was in memory.</param>
/// <param name="Prefill">Evaluating the prompt.</param>
/// <param name="Decode">From the end of prefill to the last token.</param>
internal sealed record Generation(
    string Text,
    IReadOnlyList<ToolCall> ToolCalls,
    string DoneReason,
    int PromptTokens,
    int AnswerTokens,
    TimeSpan Total,
    TimeSpan Load,
    TimeSpan Prefill,
    TimeSpan Decode);
