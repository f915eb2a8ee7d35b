namespace LocalAi.ModelSimulator.Runtime;

/// <summary>More requests wait than <see cref="SimulatorOptions.MaxQueue"/> allows. The text is Ollama's, two spaces included.</summary>
internal sealed class QueueFullException() : Exception("server busy, please try again.  maximum pending requests exceeded");
