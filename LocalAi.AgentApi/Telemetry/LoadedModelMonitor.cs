using System.Diagnostics.Metrics;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.ServiceDefaults;
using OpenTelemetry;

namespace LocalAi.AgentApi.Telemetry;

/// <summary>Asks the Ollama servers every few seconds what they have loaded, for the gauges of size, memory of the GPU, context and expiry.</summary>
internal sealed class LoadedModelMonitor : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ModelCatalog _catalog;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<(OllamaServer Server, OllamaWire.Running Model)> _loaded = [];

    public LoadedModelMonitor(ModelCatalog catalog, IMeterFactory meters, TimeProvider time)
    {
        _catalog = catalog;
        _time = time;
        var meter = meters.Create(TelemetryNames.AgentSource);
        meter.CreateObservableGauge(TelemetryNames.Instruments.ModelSizeBytes, () => Measure(model => model.Size), "By");
        meter.CreateObservableGauge(TelemetryNames.Instruments.ModelVramBytes, () => Measure(model => model.SizeVram), "By");
        meter.CreateObservableGauge(TelemetryNames.Instruments.ModelContextLength, () => Measure(model => model.ContextLength), "{token}");
        meter.CreateObservableGauge(
            TelemetryNames.Instruments.ModelExpiresIn,
            () => Measure(model => (long?)(model.ExpiresAt - time.GetUtcNow())?.TotalSeconds),
            "s");
    }

    /// <summary>Asks once; servers that do not answer count as having nothing loaded.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        // A trace every few seconds would bury those of the user.
        using var quiet = SuppressInstrumentationScope.Begin();
        var loaded = new List<(OllamaServer, OllamaWire.Running)>();
        foreach (var server in await _catalog.OllamaServersAsync(cancellationToken))
        {
            try
            {
                loaded.AddRange((await server.ListRunningAsync(cancellationToken)).Select(model => (server, model)));
            }
            catch (ModelServerException)
            {
                // The health check says so already.
            }
        }

        _loaded = loaded;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            await PollAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<long>> Measure(Func<OllamaWire.Running, long?> value) =>
        from item in _loaded
        let measured = value(item.Model)
        where measured is not null
        select new Measurement<long>(
            measured.Value,
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.ProviderName, item.Server.Provider),
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.RequestModel, OllamaServer.ShortName(item.Model.Name)),
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.ServerAddress, item.Server.Endpoint.Host),
            new KeyValuePair<string, object?>(TelemetryNames.Attributes.ServerPort, item.Server.Endpoint.Port));
}
