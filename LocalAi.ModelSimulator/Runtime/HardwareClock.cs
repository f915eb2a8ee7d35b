using System.Diagnostics;
using LocalAi.Hardware.Estimation;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// The physics of LocalAi.Hardware: loading reads the weights from disk; prompts are read one after the other; in each decoding step
/// every answer under way gets a token, and the step takes longer the more there are and the longer their contexts. While a prompt is
/// read, the step is its batch: the answers' tokens ride along.
/// </summary>
internal sealed class HardwareClock(InferenceTiming timing, SimulatedMachine machine, double diskBytesPerSecond) : ModelClock
{
    private long _decoding;
    private long _contextTokens;

    public override double LoadSeconds => timing.LoadSeconds(diskBytesPerSecond);

    public override long TotalBytes => timing.TotalBytes;

    public override long VramBytes => timing.GpuBytes;

    /// <summary>Seconds of one step of this model for the answers under way; 0 when there are none.</summary>
    public double OwnStepSeconds
    {
        get
        {
            var answers = (int)Interlocked.Read(ref _decoding);
            return answers == 0 ? 0 : timing.DecodeStepSeconds(answers, (int)(Interlocked.Read(ref _contextTokens) / answers));
        }
    }

    public override async ValueTask<Prefill> BeginPrefillAsync(int tokens, CancellationToken cancellationToken)
    {
        await machine.PrefillTurn.WaitAsync(cancellationToken);
        var start = Pacer.Now;
        var end = start + Pacer.Ticks(timing.PrefillSeconds(tokens));
        machine.PrefillUntil = end;
        return new Prefill(start, end, () =>
        {
            machine.PrefillUntil = 0;
            machine.PrefillTurn.Release();
        });
    }

    public override DecodeSchedule BeginDecode(int contextTokens) => new Shared(this, contextTokens);

    private double BatchTicks => timing.PrefillSeconds(InferenceTiming.PromptBatchTokens) * Stopwatch.Frequency;

    private sealed class Shared : DecodeSchedule
    {
        private readonly HardwareClock _clock;
        private readonly SimulatedMachine _machine;
        private int _contextTokens;

        public Shared(HardwareClock clock, int contextTokens)
        {
            _clock = clock;
            _machine = clock.Machine;
            _contextTokens = contextTokens;
            Interlocked.Add(ref clock._contextTokens, contextTokens);
            if (Interlocked.Increment(ref clock._decoding) == 1)
            {
                _machine.Add(clock);
            }
        }

        public override double Next(double previous)
        {
            var due = previous + (_machine.StepSeconds * Stopwatch.Frequency);
            if (_machine.PrefillUntil is var until && until > previous)
            {
                due = Math.Max(due, Math.Min(until, previous + _clock.BatchTicks));
            }

            _contextTokens++;
            Interlocked.Increment(ref _clock._contextTokens);
            return due;
        }

        public override void Dispose()
        {
            Interlocked.Add(ref _clock._contextTokens, -_contextTokens);
            if (Interlocked.Decrement(ref _clock._decoding) == 0)
            {
                _machine.Remove(_clock);
            }
        }
    }

    private SimulatedMachine Machine => machine;
}
