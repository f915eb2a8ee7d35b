using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.ModelSimulator.Library;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>Gives a model its clock: that of the configured GPU for models of the catalogue, else that of the configured rates.</summary>
internal sealed class ClockFactory : IDisposable
{
    private readonly SimulatorOptions _options;
    private readonly SimulatedMachine? _machine;

    public ClockFactory(IOptions<SimulatorOptions> options)
    {
        _options = options.Value;
        _machine = _options.Gpu is { Length: > 0 } gpu ? new SimulatedMachine(MachineOf(gpu, _options.GpuCount)) : null;
    }

    /// <summary>Bytes that models can take on the GPUs together; null where no machine is simulated.</summary>
    public long? GpuBytes => _machine?.GpuBytes;

    /// <param name="model">What is loaded.</param>
    /// <param name="contextTokens">Context of one request.</param>
    /// <exception cref="ModelTooLargeException">It fits neither the GPUs nor the memory.</exception>
    public ModelClock Create(SimulatedModel model, int contextTokens)
    {
        if (_machine is null || model.Shape is null)
        {
            return new ConfiguredClock(model, _options);
        }

        var timing = Estimator.Timing(Request(model, model.Shape, contextTokens));
        return timing.Fit == Fit.None
            ? throw new ModelTooLargeException(timing.TotalBytes, _machine.GpuBytes + _machine.Machine.Processor.UsableBytes)
            : new HardwareClock(timing, _machine, _options.DiskBytesPerSecond);
    }

    public void Dispose() => _machine?.Dispose();

    private FitRequest Request(SimulatedModel model, ModelArchitecture shape, int contextTokens) => new()
    {
        Model = shape,
        Quantization = QuantizationCatalogue.Get(model.Quantization),
        Machine = _machine!.Machine,
        ContextTokens = contextTokens,
        KvCache = KvCacheType.Find(_options.KvCache)!,
        ParallelRequests = _options.Slots,
    };

    private static Machine MachineOf(string gpu, int count) => gpu == SimulatorOptions.NoGpu
        ? new Machine { Gpus = [], Processor = Processor.TypicalDesktop }
        : Machine.With(GpuCatalogue.Find(gpu)!, count);
}
