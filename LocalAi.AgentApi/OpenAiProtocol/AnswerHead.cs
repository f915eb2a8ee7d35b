namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>What every part of one answer repeats; <paramref name="Created"/> in Unix seconds.</summary>
internal sealed record AnswerHead(string Id, long Created, string Model);
