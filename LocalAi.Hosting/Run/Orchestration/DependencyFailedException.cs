namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>What a resource waits for has failed, so the wait is in vain until somebody starts it again.</summary>
internal sealed class DependencyFailedException(string message) : ResourceStartException(message);
