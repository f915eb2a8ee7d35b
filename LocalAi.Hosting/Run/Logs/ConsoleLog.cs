using System.Runtime.CompilerServices;

namespace LocalAi.Hosting.Run.Logs;

/// <summary>
/// The last lines of one resource, for any number of readers that follow at their own pace. Memory is bounded: a reader that
/// falls behind by more than the capacity misses lines, and nobody waits for it.
/// </summary>
internal sealed class ConsoleLog(RotatingLogFile? file = null, int capacity = ConsoleLog.DefaultCapacity)
{
    internal const int DefaultCapacity = 5_000;
    private const int LargestBatch = 500;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private TaskCompletionSource _added = NewSignal();
    private int _lastNumber;

    public void Add(string text, bool isError)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            _lines.Enqueue(new LogLine(++_lastNumber, text, isError));
            if (_lines.Count > capacity)
            {
                _lines.Dequeue();
            }

            file?.Write(text);
            added = _added;
            _added = NewSignal();
        }

        added.SetResult();
    }

    /// <summary>The lines kept so far in batches and, when following, those to come until cancelled.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            List<LogLine> batch;
            Task added;
            lock (_gate)
            {
                // Numbers are consecutive, so the unseen lines are the last ones of the queue.
                batch = [.. _lines.Skip(Math.Max(0, _lines.Count - (_lastNumber - seen))).Take(LargestBatch)];
                added = _added.Task;
            }

            if (batch.Count > 0)
            {
                seen = batch[^1].Number;
                yield return batch;
            }
            else if (follow)
            {
                await added.WaitAsync(cancellationToken);
            }
            else
            {
                yield break;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
