using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>A model in memory: its slots, and when it leaves. The scheduler's lock guards everything but the slots.</summary>
internal sealed class LoadedModel(SimulatedModel model, int contextLength, ModelClock clock, int slots) : IDisposable
{
    public SimulatedModel Model => model;

    /// <summary>Tokens.</summary>
    public int ContextLength => contextLength;

    public ModelClock Clock => clock;

    public required Task Loading { get; init; }

    public SemaphoreSlim Slots { get; } = new(slots);

    /// <summary>Requests that run or wait.</summary>
    public int Admitted { get; set; }

    public TimeSpan KeepAlive { get; set; }

    /// <summary>Null while requests run.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public ITimer? Expiry { get; set; }

    public void Dispose()
    {
        Expiry?.Dispose();
        Slots.Dispose();
    }
}
