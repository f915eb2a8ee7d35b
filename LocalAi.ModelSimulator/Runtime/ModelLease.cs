namespace LocalAi.ModelSimulator.Runtime;

/// <summary>A request's hold on a loaded model and, when it has one, on a slot of it. Disposing gives both back.</summary>
internal sealed class ModelLease(ModelScheduler scheduler, LoadedModel loaded) : IDisposable
{
    private bool _hasSlot;
    private bool _disposed;

    public LoadedModel Loaded => loaded;

    /// <summary>Waits, in order of arrival, until the model has a slot free.</summary>
    public async Task EnterSlotAsync(CancellationToken cancellationToken)
    {
        await loaded.Slots.WaitAsync(cancellationToken);
        _hasSlot = true;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            scheduler.Release(loaded, _hasSlot);
        }
    }
}
