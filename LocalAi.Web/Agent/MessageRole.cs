namespace LocalAi.Web.Agent;

/// <summary>Who wrote a message.</summary>
public enum MessageRole
{
    User,
    Assistant,
}
