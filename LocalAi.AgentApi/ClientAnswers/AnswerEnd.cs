using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>How an answer ended and what it took, as far as its updates have told.</summary>
internal sealed record AnswerEnd(ChatFinishReason? Finish = null, UsageDetails? Usage = null, ModelTimings? Timings = null)
{
    public AnswerEnd After(ChatResponseUpdate update) => new(
        update.FinishReason ?? Finish,
        update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? Usage,
        update.AdditionalProperties is { } properties && properties.TryGetValue(ModelTimings.PropertyName, out ModelTimings? timings) ? timings : Timings);
}
