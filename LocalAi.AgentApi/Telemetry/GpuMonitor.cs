using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.ServiceDefaults;

namespace LocalAi.AgentApi.Telemetry;

/// <summary>Reads the GPUs with nvidia-smi every few seconds, where it is installed; elsewhere it ends at once.</summary>
internal sealed class GpuMonitor : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private volatile IReadOnlyList<GpuReading> _gpus = [];

    public GpuMonitor(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(TelemetryNames.AgentSource);
        meter.CreateObservableGauge(TelemetryNames.Instruments.GpuUtilization, () => Measure(gpu => gpu.Utilization), "1");
        meter.CreateObservableGauge(TelemetryNames.Instruments.GpuMemoryUsage, () => Measure(gpu => gpu.MemoryUsedBytes), "By");
        meter.CreateObservableGauge(TelemetryNames.Instruments.GpuMemoryLimit, () => Measure(gpu => gpu.MemoryTotalBytes), "By");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            try
            {
                _gpus = GpuReading.Parse(await RunAsync(stoppingToken));
            }
            catch (Win32Exception)
            {
                return;
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                _gpus = [];
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("nvidia-smi", GpuReading.Query) { RedirectStandardOutput = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await process.StandardOutput.ReadToEndAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private IEnumerable<Measurement<T>> Measure<T>(Func<GpuReading, T?> value)
        where T : struct =>
        from gpu in _gpus
        let measured = value(gpu)
        where measured is not null
        select new Measurement<T>(
            measured.Value,
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.HardwareId, gpu.Id),
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.HardwareName, gpu.Name));
}
