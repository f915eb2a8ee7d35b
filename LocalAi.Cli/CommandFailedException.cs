namespace LocalAi.Cli;

/// <summary>A command could not do what was asked; the message says why and what to do, for people.</summary>
internal sealed class CommandFailedException(string message, Exception? cause = null) : Exception(message, cause);
