using LocalAi.Cli.Output;
using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>RAM for the services and, without a GPU, for the model.</summary>
/// <param name="detect">Tells the hardware.</param>
/// <param name="isServer">Whether every service runs here, in containers with limits that add up to 8 GB.</param>
internal sealed class MemoryCheck(Func<CancellationToken, Task<DetectedHardware>> detect, bool isServer) : IDoctorCheck
{
    // The README's figure for everything but the models.
    private const long NeededBytes = 4L << 30;
    private const long ForAModelBytes = 8L << 30;

    // A machine sold with 4 or 8 GB shows a few per cent less.
    private const double Nominal = 0.92;

    public string Name => "Memory";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var hardware = await detect(cancellationToken);
        var total = hardware.Machine.Processor.MemoryBytes;
        var detail = $"{Figures.Gibibytes(total)}, {Figures.Gibibytes(hardware.AvailableMemoryBytes)} available, read at {hardware.Machine.Processor.BandwidthBytesPerSecond / 1e9:0} GB/s.";
        return total < NeededBytes * Nominal
            ? CheckResult.Failed(detail, "LocalAi's services need 4 GiB without any model. Use a larger machine, or give the container or virtual machine more.")
            : isServer && total < ForAModelBytes * Nominal ? CheckResult.Failed(detail, "A server runs all services at once and needs 8 GiB. Take a larger machine.")
            : total < ForAModelBytes * Nominal && hardware.Machine.Gpus.Count == 0
                ? CheckResult.Warning(detail, "Without a GPU a model needs 8 GiB of RAM or more; with less, LocalAi answers with its simulator.")
                : CheckResult.Ok(detail);
    }
}
