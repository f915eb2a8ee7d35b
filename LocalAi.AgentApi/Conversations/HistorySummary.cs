namespace LocalAi.AgentApi.Conversations;

/// <summary>What the oldest messages of a conversation said.</summary>
/// <param name="Text">In the words of the model that made it.</param>
/// <param name="Position">Of the last message in it.</param>
internal sealed record HistorySummary(string Text, long Position);
