namespace LocalAi.Hosting.Run.Processes;

/// <summary>A program could not be started; the message says why and is shown as the resource's reason.</summary>
internal sealed class ProcessStartException(string message, Exception? innerException = null) : Exception(message, innerException);
