using Google.Protobuf;

namespace LocalAi.Dashboard.Receiver;

/// <summary>A parsed request on its way to the store: how many items it holds, and how large it was on the wire.</summary>
internal sealed class IngestItem(IMessage request, int items, int bytes)
{
    // The worker must not run a sender's continuation: it has the next request to store.
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IMessage Request { get; } = request;

    public int Items { get; } = items;

    public int Bytes { get; } = bytes;

    /// <summary>Ends when the request is stored.</summary>
    public Task Stored => _stored.Task;

    public void SetStored() => _stored.TrySetResult();
}
