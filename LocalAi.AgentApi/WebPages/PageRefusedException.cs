namespace LocalAi.AgentApi.WebPages;

/// <summary>A page that may not be read, or has nothing to read; the message is for the model and the user.</summary>
internal sealed class PageRefusedException(string message) : Exception(message);
