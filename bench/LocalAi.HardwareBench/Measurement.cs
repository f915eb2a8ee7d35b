using System.Text.Json;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;

namespace LocalAi.HardwareBench;

/// <summary>A decode speed that somebody measured and published: batch 1, tokens a second.</summary>
internal sealed record Measurement
{
    public required string Source { get; init; }

    public required string Gpu { get; init; }

    public int GpuCount { get; init; } = 1;

    public required string Model { get; init; }

    public required string Quantization { get; init; }

    public required double TokensPerSecond { get; init; }

    /// <summary>Tokens in context when that is known to matter; short otherwise.</summary>
    public int Context { get; init; } = 2048;

    /// <summary>True for the rows the project is judged by; the others widen the picture.</summary>
    public bool Calibration { get; init; }

    public static IReadOnlyList<Measurement> All { get; } = Read();

    public FitEstimate Estimate() => Estimator.Estimate(Request());

    public FitRequest Request() => new EstimateQuery
    {
        Model = Model,
        Quantization = Quantization,
        Gpu = Gpu,
        GpuCount = GpuCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Context = Context.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }.ToRequest(new Machine { Gpus = [], Processor = Processor.TypicalDesktop });

    private static IReadOnlyList<Measurement> Read()
    {
        using var stream = typeof(Measurement).Assembly.GetManifestResourceStream("measurements.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<Measurement>>(stream, JsonSerializerOptions.Web)!;
    }
}
