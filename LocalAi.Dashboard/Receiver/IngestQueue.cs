using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Receiver;

/// <summary>
/// Requests on their way to the store. Where it is full a sender waits for a moment, in which the writer gets the processor that
/// receiving took from it, and is then refused: nobody is ever kept waiting for longer.
/// </summary>
internal sealed class IngestQueue(IOptions<OtlpReceiverOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);
    private readonly OtlpReceiverOptions _options = options.Value;
    private readonly Channel<IngestItem> _channel = Channel.CreateUnbounded<IngestItem>(new UnboundedChannelOptions { SingleReader = true });
    private TaskCompletionSource _room = NewRoom();
    private long _items;
    private long _bytes;
    private long _refused;

    public ChannelReader<IngestItem> Reader => _channel.Reader;

    /// <summary>Spans, log records and points waiting.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>Requests refused since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>
    /// False when the queue is full and stays so, and the item is released then; a single request larger than the whole queue passes
    /// when nothing else waits.
    /// </summary>
    public async ValueTask<bool> EnqueueAsync(IngestItem item, CancellationToken cancellationToken)
    {
        if (!HasRoom(item) && !await WaitForRoomAsync(item, cancellationToken))
        {
            item.Release();
            Interlocked.Increment(ref _refused);
            return false;
        }

        return _channel.Writer.TryWrite(item);
    }

    /// <summary>Gives the room and the bytes of an item back, once it is stored.</summary>
    public void Done(IngestItem item)
    {
        GiveBack(item);
        item.Release();
        Interlocked.Exchange(ref _room, NewRoom()).TrySetResult();
    }

    private async Task<bool> WaitForRoomAsync(IngestItem item, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        while (true)
        {
            // Taken before the question: what becomes free after it completes this very task.
            var room = Volatile.Read(ref _room);
            if (HasRoom(item))
            {
                return true;
            }

            try
            {
                await room.Task.WaitAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private bool HasRoom(IngestItem item)
    {
        var items = Interlocked.Add(ref _items, item.Items);
        var bytes = Interlocked.Add(ref _bytes, item.Bytes);
        var isAlone = items == item.Items && bytes == item.Bytes;
        if ((items <= _options.MaxQueuedItems && bytes <= _options.MaxQueuedBytes) || isAlone)
        {
            return true;
        }

        GiveBack(item);
        return false;
    }

    private void GiveBack(IngestItem item)
    {
        Interlocked.Add(ref _items, -item.Items);
        Interlocked.Add(ref _bytes, -item.Bytes);
    }

    private static TaskCompletionSource NewRoom() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
