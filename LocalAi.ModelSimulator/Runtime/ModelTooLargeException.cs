using System.Globalization;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>The simulated machine cannot hold a model. The text is Ollama's.</summary>
internal sealed class ModelTooLargeException(long neededBytes, long availableBytes) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"model requires more system memory ({neededBytes / GiB:0.0} GiB) than is available ({availableBytes / GiB:0.0} GiB)"))
{
    private const double GiB = 1L << 30;
}
