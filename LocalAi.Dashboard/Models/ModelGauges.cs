using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Metrics;
using Instruments = LocalAi.ServiceDefaults.TelemetryNames.Instruments;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Models;

/// <summary>The latest values of the gauges about loaded models, GPUs and requests under way. The ingest worker writes, pages read.</summary>
internal sealed class ModelGauges(TimeProvider time)
{
    private const int MaxEntries = 2_000;

    // A gauge that is not reported twice in a row is gone: the model was unloaded, the sender ended.
    private const double MissedReports = 2.5;
    private const long ShortestLife = 10 * UnixTime.NanosPerSecond;
    private static readonly string[] ModelNames =
    [
        Instruments.ModelVramBytes,
        Instruments.ModelSizeBytes,
        Instruments.ModelContextLength,
        Instruments.ModelExpiresIn,
        Instruments.ActiveRequests,
    ];

    private static readonly string[] GpuNames = [Instruments.GpuUtilization, Instruments.GpuMemoryUsage, Instruments.GpuMemoryLimit];
    private readonly Lock _gate = new();
    private readonly Dictionary<(TelemetryResource Sender, string Instrument, string Subject, string Server), Entry> _entries = [];
    private long _version;

    public long Version => Volatile.Read(ref _version);

    /// <summary>Takes a point if it is one of these gauges. Called by the ingest worker for every point.</summary>
    public void Add(Instrument instrument, TelemetryTag[] attributes, NumberPoint point)
    {
        var isModel = Array.IndexOf(ModelNames, instrument.Name) >= 0;
        if (!isModel && Array.IndexOf(GpuNames, instrument.Name) < 0)
        {
            return;
        }

        var subject = isModel
            ? Find(attributes, Names.RequestModel) ?? Find(attributes, Names.ResponseModel) ?? string.Empty
            : Find(attributes, "hw.name") ?? Find(attributes, "hw.id") ?? "GPU";
        var server = Find(attributes, Names.ServerAddress) is { } address ? $"{address}:{Find(attributes, Names.ServerPort)}".TrimEnd(':') : string.Empty;
        lock (_gate)
        {
            var key = (instrument.Resource, instrument.Name, subject, server);
            var now = time.Now();
            if (_entries.TryGetValue(key, out var known))
            {
                _entries[key] = new Entry(point.Value, now, now - known.Seen);
            }
            else if (_entries.Count < MaxEntries || MakeRoom())
            {
                _entries[key] = new Entry(point.Value, now, 0);
            }
        }

        Interlocked.Increment(ref _version);
    }

    public LoadedModel[] Loaded() =>
        [.. Fresh()
            .Where(entry => entry.Key.Instrument is Instruments.ModelSizeBytes or Instruments.ModelVramBytes or Instruments.ModelContextLength or Instruments.ModelExpiresIn)
            .GroupBy(entry => (entry.Key.Subject, entry.Key.Server))
            .Select(group => new LoadedModel(
                group.Key.Subject,
                group.Key.Server,
                Value(group, Instruments.ModelSizeBytes),
                Value(group, Instruments.ModelVramBytes),
                Value(group, Instruments.ModelContextLength),
                Value(group, Instruments.ModelExpiresIn)))
            .OrderBy(model => model.Model, StringComparer.Ordinal)];

    public GpuState[] Gpus() =>
        [.. Fresh()
            .Where(entry => Array.IndexOf(GpuNames, entry.Key.Instrument) >= 0)
            .GroupBy(entry => entry.Key.Subject)
            .Select(group => new GpuState(
                group.Key,
                Value(group, Instruments.GpuUtilization),
                Value(group, Instruments.GpuMemoryUsage),
                Value(group, Instruments.GpuMemoryLimit)))
            .OrderBy(gpu => gpu.Name, StringComparer.Ordinal)];

    /// <summary>Requests under way for a model; null where nobody reports them.</summary>
    public double? ActiveRequests(string model)
    {
        var found = Fresh().Where(entry => entry.Key.Instrument == Instruments.ActiveRequests && entry.Key.Subject == model).ToArray();
        return found.Length == 0 ? null : found.Sum(entry => entry.Value);
    }

    private static string? Find(TelemetryTag[] attributes, string key)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Key == key)
            {
                return attribute.Value.ToString();
            }
        }

        return null;
    }

    private static double? Value(IEnumerable<((TelemetryResource Sender, string Instrument, string Subject, string Server) Key, double Value)> entries, string instrument)
    {
        foreach (var (key, value) in entries)
        {
            if (key.Instrument == instrument)
            {
                return value;
            }
        }

        return null;
    }

    private List<((TelemetryResource Sender, string Instrument, string Subject, string Server) Key, double Value)> Fresh()
    {
        lock (_gate)
        {
            var now = time.Now();
            return [.. _entries.Where(entry => IsFresh(entry.Value, now)).Select(entry => (entry.Key, entry.Value.Value))];
        }
    }

    // Until the second report its rhythm is unknown: OpenTelemetry's default is a minute.
    private static bool IsFresh(Entry entry, long now) =>
        now - entry.Seen <= Math.Max(ShortestLife, (long)(MissedReports * (entry.Interval == 0 ? UnixTime.NanosPerMinute : entry.Interval)));

    private bool MakeRoom()
    {
        var now = time.Now();
        foreach (var key in _entries.Where(entry => !IsFresh(entry.Value, now)).Select(entry => entry.Key).ToArray())
        {
            _entries.Remove(key);
        }

        return _entries.Count < MaxEntries;
    }

    private readonly record struct Entry(double Value, long Seen, long Interval);
}
