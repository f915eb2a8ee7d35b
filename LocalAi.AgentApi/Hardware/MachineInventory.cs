using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Hardware;

/// <summary>The machine of this service, detected once when somebody first asks; and the machine that models run on.</summary>
/// <param name="detect">Runs the probes.</param>
/// <param name="options">Names the model server's hardware where it is another machine's.</param>
internal sealed class MachineInventory(Func<CancellationToken, Task<DetectedHardware>> detect, IOptions<HardwareOptions> options) : IDisposable
{
    private static readonly Machine Another = new() { Gpus = [], Processor = Processor.TypicalDesktop };
    private readonly SemaphoreSlim _once = new(1);
    private volatile DetectedHardware? _detected;

    /// <summary>What the probes found on this machine.</summary>
    public async ValueTask<DetectedHardware> GetAsync(CancellationToken cancellationToken)
    {
        if (_detected is { } known)
        {
            return known;
        }

        await _once.WaitAsync(cancellationToken);
        try
        {
            return _detected ??= await detect(cancellationToken);
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>The machine that models run on: the one that <see cref="HardwareOptions"/> names, else this one.</summary>
    public async ValueTask<Machine> GetMachineAsync(CancellationToken cancellationToken)
    {
        return options.Value.Gpu is { Length: > 0 } ? options.Value.Query.FindMachine(Another) : (await GetAsync(cancellationToken)).Machine;
    }

    public void Dispose() => _once.Dispose();

    /// <summary>Validates by asking: an unknown GPU fails the start, with near names.</summary>
    internal sealed class Validator : IValidateOptions<HardwareOptions>
    {
        public ValidateOptionsResult Validate(string? name, HardwareOptions options)
        {
            try
            {
                options.Query.FindMachine(Another);
                return ValidateOptionsResult.Success;
            }
            catch (EstimateQueryException error)
            {
                return ValidateOptionsResult.Fail($"{HardwareOptions.SectionName}:{char.ToUpperInvariant(error.Field[0])}{error.Field[1..]}: {error.Message}");
            }
        }
    }
}
