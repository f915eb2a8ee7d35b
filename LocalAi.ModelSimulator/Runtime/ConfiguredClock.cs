using System.Diagnostics;
using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>The rates of the settings, for each request as if it were alone; 0 is unpaced.</summary>
internal sealed class ConfiguredClock(SimulatedModel model, SimulatorOptions options) : ModelClock
{
    public override double LoadSeconds => options.LoadSeconds;

    public override long TotalBytes => model.SizeBytes;

    public override long VramBytes => 0;

    public override ValueTask<Prefill> BeginPrefillAsync(int tokens, CancellationToken cancellationToken)
    {
        var start = Pacer.Now;
        return ValueTask.FromResult(new Prefill(start, start + Pacer.Ticks(Seconds(tokens, options.PrefillTokensPerSecond))));
    }

    public override DecodeSchedule BeginDecode(int contextTokens) => new Steady(Seconds(1, options.DecodeTokensPerSecond) * Stopwatch.Frequency);

    private static double Seconds(int tokens, double tokensPerSecond) => tokensPerSecond > 0 ? tokens / tokensPerSecond : 0;

    private sealed class Steady(double ticks) : DecodeSchedule
    {
        public override double Next(double previous) => previous + ticks;

        public override void Dispose()
        {
            // Nothing is shared, so nothing is given back.
        }
    }
}
