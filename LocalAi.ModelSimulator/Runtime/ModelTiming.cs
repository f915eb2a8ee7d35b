using LocalAi.ModelSimulator.Library;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>How long loading, prefill and decode take, in seconds; 0 means unpaced. From the configured rates.</summary>
internal sealed class ModelTiming(IOptions<SimulatorOptions> options)
{
    public double LoadSeconds(SimulatedModel model) => options.Value.LoadSeconds;

    public double PrefillSeconds(SimulatedModel model, int tokens) => Seconds(tokens, options.Value.PrefillTokensPerSecond);

    public double TokenSeconds(SimulatedModel model) => Seconds(1, options.Value.DecodeTokensPerSecond);

    private static double Seconds(int tokens, double tokensPerSecond) => tokensPerSecond > 0 ? tokens / tokensPerSecond : 0;
}
