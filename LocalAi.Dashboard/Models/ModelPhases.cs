using System.Text.Json.Serialization;

namespace LocalAi.Dashboard.Models;

/// <summary>Where the time of a turn went, in seconds.</summary>
/// <param name="Queue">Before the model server began.</param>
/// <param name="Load">Loading the model into memory.</param>
/// <param name="Prefill">Evaluating the prompt.</param>
/// <param name="Decode">Generating tokens.</param>
/// <param name="Tools">Tools that the model called.</param>
/// <param name="Rest">Everything else: the agent's own work, the database, the network.</param>
public readonly record struct ModelPhases(double Queue, double Load, double Prefill, double Decode, double Tools, double Rest)
{
    public static IReadOnlyList<string> Names { get; } = ["queue", "load", "prefill", "decode", "tools", "rest"];

    [JsonIgnore]
    public double Total => Queue + Load + Prefill + Decode + Tools + Rest;

    /// <summary>Prefill + decode: the time that a faster GPU would shorten.</summary>
    [JsonIgnore]
    public double GpuBound => Prefill + Decode;

    [JsonIgnore]
    public IReadOnlyList<double> Values => [Queue, Load, Prefill, Decode, Tools, Rest];

    public static ModelPhases operator +(ModelPhases left, ModelPhases right) => new(
        left.Queue + right.Queue,
        left.Load + right.Load,
        left.Prefill + right.Prefill,
        left.Decode + right.Decode,
        left.Tools + right.Tools,
        left.Rest + right.Rest);

    public ModelPhases DividedBy(double divisor) => divisor > 0
        ? new ModelPhases(Queue / divisor, Load / divisor, Prefill / divisor, Decode / divisor, Tools / divisor, Rest / divisor)
        : default;
}
