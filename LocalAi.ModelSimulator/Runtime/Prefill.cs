namespace LocalAi.ModelSimulator.Runtime;

/// <summary>The time in which a prompt is read, in <see cref="Pacer"/> ticks. Disposing lets the next prompt begin.</summary>
internal sealed class Prefill(long start, long end, Action? done = null) : IDisposable
{
    public long Start => start;

    public long End => end;

    public void Dispose() => done?.Invoke();
}
