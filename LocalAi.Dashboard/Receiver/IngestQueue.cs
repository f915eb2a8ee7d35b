using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Receiver;

/// <summary>Requests on their way to the store: a sender is never kept waiting, a full queue refuses at once.</summary>
internal sealed class IngestQueue(IOptions<OtlpReceiverOptions> options)
{
    private readonly OtlpReceiverOptions _options = options.Value;
    private readonly Channel<IngestItem> _channel = Channel.CreateUnbounded<IngestItem>(new UnboundedChannelOptions { SingleReader = true });
    private long _items;
    private long _bytes;
    private long _refused;

    public ChannelReader<IngestItem> Reader => _channel.Reader;

    /// <summary>Spans, log records and points waiting.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>Requests refused since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>False when the queue is full, and the item is released then; a single request larger than the whole queue passes when nothing else waits.</summary>
    public bool TryEnqueue(IngestItem item)
    {
        var items = Interlocked.Add(ref _items, item.Items);
        var bytes = Interlocked.Add(ref _bytes, item.Bytes);
        var isAlone = items == item.Items && bytes == item.Bytes;
        if ((items <= _options.MaxQueuedItems && bytes <= _options.MaxQueuedBytes) || isAlone)
        {
            return _channel.Writer.TryWrite(item);
        }

        Done(item);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Gives the room and the bytes of an item back, once it is stored.</summary>
    public void Done(IngestItem item)
    {
        Interlocked.Add(ref _items, -item.Items);
        Interlocked.Add(ref _bytes, -item.Bytes);
        item.Release();
    }
}
