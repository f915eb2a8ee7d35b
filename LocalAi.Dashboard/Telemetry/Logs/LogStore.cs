namespace LocalAi.Dashboard.Telemetry.Logs;

/// <summary>The log records in memory, in the order of arrival. One writer, any number of readers.</summary>
internal sealed class LogStore(TelemetryLimitsOptions limits)
{
    private readonly Lock _gate = new();
    private readonly Queue<(LogEntry Entry, int Bytes)> _entries = new();
    private long _bytes;
    private long _version;
    private long _received;

    public long Version => Volatile.Read(ref _version);

    public long Bytes => Volatile.Read(ref _bytes);

    public void Add(IReadOnlyList<(LogEntry Entry, int Bytes)> entries)
    {
        lock (_gate)
        {
            foreach (var item in entries)
            {
                item.Entry.Number = ++_received;
                _entries.Enqueue(item);
                _bytes += item.Bytes;
            }

            while (_entries.Count > limits.MaxLogCount || (_bytes > limits.MaxLogBytes && _entries.Count > 1))
            {
                _bytes -= _entries.Dequeue().Bytes;
            }

            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Oldest first.</summary>
    public LogEntry[] List()
    {
        lock (_gate)
        {
            return [.. _entries.Select(item => item.Entry)];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _bytes = 0;
            Interlocked.Increment(ref _version);
        }
    }
}
