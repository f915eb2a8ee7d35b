using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// Lets thousands of tokens a second appear when they are due. One thread sleeps until the earliest deadline and wakes every stream
/// that is due within half a millisecond: timers of the runtime are a few milliseconds late, and one timer per token would cost more
/// than writing the token. Deadlines are absolute, so lateness never adds up. Times are <see cref="Stopwatch"/> ticks.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private const double EarlySeconds = 0.0005;

    // A wait that nobody needs any more (the client left) ends at the latest after this long.
    private const double LongestStepSeconds = 0.1;

    private readonly Lock _start = new();
    private readonly object _gate = new();
    private readonly PriorityQueue<PacedWait, long> _waits = new();
    private Thread? _thread;
    private bool _stopped;

    public static long Now => Stopwatch.GetTimestamp();

    public static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    public static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    public static TimeSpan Span(long ticks) => TimeSpan.FromSeconds(Seconds(ticks));

    /// <summary>Whether a deadline is so near that waiting for it would only make it late.</summary>
    public static bool IsDue(long deadline) => deadline - Now <= Ticks(EarlySeconds);

    public Task WaitAsync(double seconds, CancellationToken cancellationToken) =>
        WaitUntilAsync(new PacedWait(), Now + Ticks(seconds), cancellationToken).AsTask();

    /// <summary>
    /// Waits for one moment, in steps short enough that a cancellation is noticed within 100 ms. A stream uses its wait for each of
    /// its tokens, never for two at a time.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitUntilAsync(PacedWait wait, long deadline, CancellationToken cancellationToken)
    {
        while (!IsDue(deadline))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await NextAsync(wait, Math.Min(deadline, Now + Ticks(LongestStepSeconds)));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private ValueTask NextAsync(PacedWait wait, long deadline)
    {
        var task = wait.Begin();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _waits.Enqueue(wait, deadline);
            if (_waits.Peek() == wait)
            {
                Monitor.Pulse(_gate);
            }
        }

        EnsureStarted();
        return task;
    }

    private void EnsureStarted()
    {
        if (_thread is not null)
        {
            return;
        }

        lock (_start)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "pacer" };
                _thread.Start();
            }
        }
    }

    private void Run()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                if (!_waits.TryPeek(out var wait, out var deadline))
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                var remaining = Seconds(deadline - Now);
                if (remaining <= EarlySeconds)
                {
                    _waits.Dequeue();
                    wait.Complete();
                }
                else
                {
                    Monitor.Wait(_gate, Math.Max(1, (int)Math.Round(remaining * 1000)));
                }
            }

            while (_waits.TryDequeue(out var wait, out _))
            {
                wait.Complete();
            }
        }
    }
}
