using LocalAi.Hardware.Machines;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// The machine that models share: one prompt is read at a time, and whoever decodes meanwhile gets one token for each batch of the
/// prompt, because a runtime puts both into the same pass (llama.cpp's continuous batching).
/// </summary>
internal sealed class SimulatedMachine(Machine machine) : IDisposable
{
    private readonly Lock _gate = new();
    private long _prefillUntil;
    private HardwareClock[] _clocks = [];

    public Machine Machine => machine;

    /// <summary>Bytes that models can take on the GPUs together.</summary>
    public long GpuBytes => machine.Gpus.Sum(gpu => gpu.UsableBytes);

    /// <summary>The turn to read a prompt.</summary>
    public SemaphoreSlim PrefillTurn { get; } = new(1, 1);

    /// <summary>When the prompt that is being read will have been, in <see cref="Pacer"/> ticks; in the past when none is.</summary>
    public long PrefillUntil
    {
        get => Volatile.Read(ref _prefillUntil);
        set => Volatile.Write(ref _prefillUntil, value);
    }

    /// <summary>Seconds in which every answer under way, of whatever model, gets one token.</summary>
    public double StepSeconds => Volatile.Read(ref _clocks).Sum(clock => clock.OwnStepSeconds);

    public void Add(HardwareClock clock)
    {
        lock (_gate)
        {
            _clocks = [.. _clocks, clock];
        }
    }

    public void Remove(HardwareClock clock)
    {
        lock (_gate)
        {
            _clocks = [.. _clocks.Where(other => other != clock)];
        }
    }

    public void Dispose() => PrefillTurn.Dispose();
}
