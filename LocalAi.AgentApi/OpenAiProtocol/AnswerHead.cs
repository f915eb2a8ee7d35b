using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>What every part of one answer repeats; <paramref name="Created"/> in Unix seconds.</summary>
internal sealed record AnswerHead(string Id, long Created, ChatModel Answering)
{
    /// <summary>Known for certain once the first update is there: another model may have had to answer.</summary>
    public string Model => Answering.Description.Id;
}
