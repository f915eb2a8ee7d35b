namespace LocalAi.Web.Agent;

/// <summary>Requests and event data that exist only on the way to the agent and back.</summary>
internal static class AgentWire
{
    internal sealed record NewConversation(string? Title, string? Model, IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null);

    internal sealed record Choice(IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null);

    internal sealed record NewTitle(string Title);

    internal sealed record NewMessage(string Content, string? Model);

    internal sealed record AcceptedData(Guid UserMessageId, Guid AssistantMessageId);

    internal sealed record TokenData(string? Text);

    internal sealed record DoneData(Message? Message);
}
