namespace LocalAi.Web.Agent;

/// <summary>How a message ended: whole, stopped by the user, or broken off by an error.</summary>
public enum MessageStatus
{
    Complete,
    Stopped,
    Failed,
}
