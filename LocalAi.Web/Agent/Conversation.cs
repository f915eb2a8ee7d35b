namespace LocalAi.Web.Agent;

/// <summary>A conversation as the agent lists it.</summary>
public sealed record Conversation(Guid Id, string? Title, string? Model, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int MessageCount)
{
    /// <summary>The title, or what stands for it until the first question gives one.</summary>
    public string DisplayTitle => string.IsNullOrWhiteSpace(Title) ? "New conversation" : Title;
}
