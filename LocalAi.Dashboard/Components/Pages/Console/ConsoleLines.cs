using Grpc.Core;
using LocalAi.Dashboard.Resources;
using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Components.Pages.Console;

/// <summary>The last lines of one resource's console, kept up to date until disposed; survives restarts of the host.</summary>
internal sealed class ConsoleLines(ResourceServiceClient client, string resource, TimeProvider time) : IDisposable
{
    public const int MaxLines = 10_000;
    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Queue<ConsoleLogLine> _lines = new();
    private long _version;

    public long Version => Volatile.Read(ref _version);

    /// <summary>Why no lines come; null while they do.</summary>
    public string? Problem { get; private set; }

    public ConsoleLogLine[] ToArray()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
        }

        Interlocked.Increment(ref _version);
    }

    public async Task WatchAsync()
    {
        var stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var isFirst = true;
                await foreach (var lines in client.WatchConsoleAsync(resource, follow: true, stop))
                {
                    Add(lines, isFirst);
                    isFirst = false;
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException error)
            {
                Problem = ResourceServiceClient.Explain(error);
                Interlocked.Increment(ref _version);
            }

            await Task.Delay(RetryWait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    // The first batch of a connection is everything the host has: it replaces what was there.
    private void Add(IReadOnlyList<ConsoleLogLine> lines, bool isFirst)
    {
        lock (_gate)
        {
            if (isFirst)
            {
                _lines.Clear();
            }

            foreach (var line in lines)
            {
                _lines.Enqueue(line);
            }

            while (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }

        Problem = null;
        Interlocked.Increment(ref _version);
    }
}
