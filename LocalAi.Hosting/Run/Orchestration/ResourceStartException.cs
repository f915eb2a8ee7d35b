namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>A resource cannot be started; the message says why, and what would help, and is shown as its reason.</summary>
internal class ResourceStartException(string message, Exception? innerException = null) : Exception(message, innerException);
