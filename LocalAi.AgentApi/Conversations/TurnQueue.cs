namespace LocalAi.AgentApi.Conversations;

/// <summary>
/// Lets one turn of a conversation run at a time, in the order in which their questions were stored, so that an answer knows the ones before
/// it. In this process only: several agents keep the order of messages by Postgres, but may answer at the same time.
/// </summary>
internal sealed class TurnQueue
{
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Stores a question by <paramref name="storeAsync"/> and takes the next place in the conversation's queue.</summary>
    public async Task<Turn<T>> EnterAsync<T>(Guid conversationId, Func<Task<T>> storeAsync, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(conversationId, out entry))
            {
                _entries[conversationId] = entry = new Entry();
            }

            entry.Users++;
        }

        try
        {
            await entry.Storing.WaitAsync(cancellationToken);
            try
            {
                var stored = await storeAsync();
                var before = entry.Last;
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                entry.Last = ended.Task;
                return new Turn<T>(stored, before, () =>
                {
                    ended.SetResult();
                    Leave(conversationId, entry);
                });
            }
            finally
            {
                entry.Storing.Release();
            }
        }
        catch
        {
            Leave(conversationId, entry);
            throw;
        }
    }

    private void Leave(Guid conversationId, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(conversationId);
                entry.Storing.Dispose();
            }
        }
    }

    /// <summary>A place in the queue; disposing it lets the next turn begin.</summary>
    internal sealed class Turn<T>(T stored, Task before, Action end) : IDisposable
    {
        private Action? _end = end;

        public T Stored { get; } = stored;

        /// <summary>Waits until the turns before this one have ended.</summary>
        public Task BeginAsync(CancellationToken cancellationToken) => before.WaitAsync(cancellationToken);

        /// <summary>Leaves the queue. The next turn still waits for those before this one.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _end, null) is { } leave)
            {
                if (before.IsCompleted)
                {
                    leave();
                }
                else
                {
                    before.ContinueWith(_ => leave(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Storing { get; } = new(1, 1);

        public Task Last { get; set; } = Task.CompletedTask;

        public int Users { get; set; }
    }
}
