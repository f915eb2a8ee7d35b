using LocalAi.ModelSimulator.Library;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// Loads models on demand, gives each <see cref="SimulatorOptions.Slots"/> slots and a queue of
/// <see cref="SimulatorOptions.MaxQueue"/>, and unloads what was idle for its keep-alive. As with Ollama, a request that asks for
/// another context length loads the model anew, and requests that come while it loads wait for the same load.
/// </summary>
internal sealed class ModelScheduler(Pacer pacer, ClockFactory clocks, TimeProvider time, IOptions<SimulatorOptions> options) : IDisposable
{
    // Go's longest duration, which Ollama takes for "for ever".
    private static readonly TimeSpan Forever = TimeSpan.FromDays(106_751);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LoadedModel> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loaded models, those that stay longest first.</summary>
    public IReadOnlyList<RunningModel> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _loaded.Values
                    .Select(loaded => new RunningModel(
                        loaded.Model,
                        loaded.ExpiresAt ?? time.GetUtcNow() + loaded.KeepAlive,
                        loaded.Clock.TotalBytes,
                        loaded.Clock.VramBytes,
                        loaded.ContextLength,
                        loaded.Admitted))
                    .OrderByDescending(running => running.ExpiresAt)];
            }
        }
    }

    /// <summary>Admits a request and waits until the model is loaded.</summary>
    /// <param name="model">What to load.</param>
    /// <param name="contextTokens">The request's <c>num_ctx</c>; null takes what is loaded, else the configured one.</param>
    /// <param name="keepAlive">The request's <c>keep_alive</c>, negative for ever; null takes the configured one.</param>
    /// <param name="cancellationToken">Ends the wait; the load itself goes on.</param>
    /// <exception cref="QueueFullException">Too many requests wait.</exception>
    /// <exception cref="ModelTooLargeException">The simulated machine cannot hold the model.</exception>
    public async Task<ModelLease> AcquireAsync(SimulatedModel model, int? contextTokens, TimeSpan? keepAlive, CancellationToken cancellationToken)
    {
        LoadedModel loaded;
        lock (_gate)
        {
            loaded = FindOrLoad(model, contextTokens);
            if (loaded.Admitted >= options.Value.Slots + options.Value.MaxQueue)
            {
                throw new QueueFullException();
            }

            loaded.Admitted++;
            loaded.KeepAlive = Lifetime(keepAlive);
            loaded.ExpiresAt = null;
        }

        var lease = new ModelLease(this, loaded);
        try
        {
            await loaded.Loading.WaitAsync(cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Unloads a model now, or as soon as its last request is done.</summary>
    public void Unload(SimulatedModel model)
    {
        lock (_gate)
        {
            if (_loaded.TryGetValue(model.Name, out var loaded))
            {
                loaded.KeepAlive = TimeSpan.Zero;
                RemoveIfIdle(loaded);
            }
        }
    }

    public void Release(LoadedModel loaded, bool hasSlot)
    {
        lock (_gate)
        {
            if (hasSlot)
            {
                loaded.Slots.Release();
            }

            if (--loaded.Admitted > 0)
            {
                return;
            }

            if (!IsCurrent(loaded))
            {
                loaded.Dispose();
            }
            else if (loaded.KeepAlive == TimeSpan.Zero)
            {
                RemoveIfIdle(loaded);
            }
            else
            {
                ScheduleExpiry(loaded);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var loaded in _loaded.Values)
            {
                loaded.Expiry?.Dispose();
            }

            _loaded.Clear();
        }
    }

    private LoadedModel FindOrLoad(SimulatedModel model, int? contextTokens)
    {
        var wanted = Math.Min(contextTokens ?? options.Value.ContextLength, model.ContextLength);
        if (_loaded.TryGetValue(model.Name, out var loaded))
        {
            if (contextTokens is null || loaded.ContextLength == wanted)
            {
                return loaded;
            }

            _loaded.Remove(model.Name);
            if (loaded.Admitted == 0)
            {
                loaded.Dispose();
            }
        }

        var clock = clocks.Create(model, wanted);
        MakeRoom(clock.VramBytes);
        return _loaded[model.Name] = new LoadedModel(model, wanted, clock, options.Value.Slots)
        {
            Loading = clock.LoadSeconds > 0 ? pacer.WaitAsync(clock.LoadSeconds, CancellationToken.None) : Task.CompletedTask,
        };
    }

    /// <summary>Unloads idle models, those that would leave first, until the GPUs have room; busy ones stay, as with Ollama.</summary>
    private void MakeRoom(long gpuBytes)
    {
        while (gpuBytes > 0
            && _loaded.Values.Sum(loaded => loaded.Clock.VramBytes) + gpuBytes > clocks.GpuBytes
            && _loaded.Values.Where(loaded => loaded is { Admitted: 0, Clock.VramBytes: > 0 }).MinBy(loaded => loaded.ExpiresAt) is { } idle)
        {
            RemoveIfIdle(idle);
        }
    }

    private TimeSpan Lifetime(TimeSpan? keepAlive)
    {
        var lifetime = keepAlive ?? TimeSpan.FromSeconds(options.Value.KeepAliveSeconds);
        return lifetime < TimeSpan.Zero || lifetime > Forever ? Forever : lifetime;
    }

    private void ScheduleExpiry(LoadedModel loaded)
    {
        loaded.ExpiresAt = time.GetUtcNow() + loaded.KeepAlive;
        loaded.Expiry ??= time.CreateTimer(_ => Expire(loaded), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Timers end at 49 days; what is kept longer is kept for ever.
        var due = loaded.KeepAlive < TimeSpan.FromDays(49) ? loaded.KeepAlive : Timeout.InfiniteTimeSpan;
        loaded.Expiry.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Expire(LoadedModel loaded)
    {
        lock (_gate)
        {
            if (loaded.ExpiresAt <= time.GetUtcNow())
            {
                RemoveIfIdle(loaded);
            }
        }
    }

    private bool IsCurrent(LoadedModel loaded) => _loaded.GetValueOrDefault(loaded.Model.Name) == loaded;

    private void RemoveIfIdle(LoadedModel loaded)
    {
        if (loaded.Admitted == 0 && IsCurrent(loaded))
        {
            _loaded.Remove(loaded.Model.Name);
            loaded.Dispose();
        }
    }
}
