namespace LocalAi.ModelSimulator.Runtime;

/// <summary>How long a loaded model takes: the rates of the settings, or those of a GPU.</summary>
internal abstract class ModelClock
{
    /// <summary>From disk into memory.</summary>
    public abstract double LoadSeconds { get; }

    /// <summary>What the loaded model takes: Ollama's <c>size</c>.</summary>
    public abstract long TotalBytes { get; }

    /// <summary>The part of it in GPU memory: Ollama's <c>size_vram</c>.</summary>
    public abstract long VramBytes { get; }

    /// <summary>Waits for the turn of this prompt and says when it will have been read.</summary>
    /// <param name="tokens">Length of the prompt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<Prefill> BeginPrefillAsync(int tokens, CancellationToken cancellationToken);

    /// <summary>Starts to generate after a prompt of <paramref name="contextTokens"/> tokens.</summary>
    public abstract DecodeSchedule BeginDecode(int contextTokens);
}
