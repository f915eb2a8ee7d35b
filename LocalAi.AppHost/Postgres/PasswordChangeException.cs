namespace LocalAi.AppHost.Postgres;

/// <summary>A password was not changed; the message says why and what would help.</summary>
internal sealed class PasswordChangeException(string message, Exception? innerException = null) : Exception(message, innerException);
