using System.Buffers;
using LocalAi.Dashboard.Receiver;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Dashboard.Tests.Receiver;

public sealed class IngestQueueTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sender_IsTaken_WhenRoomComesWhileItWaits()
    {
        var queue = Queue();
        var first = Item();
        Assert.True(await queue.EnqueueAsync(first, Stop));

        var second = queue.EnqueueAsync(Item(), Stop);
        Assert.False(second.IsCompleted);
        queue.Done(first);

        Assert.True(await second);
        Assert.Equal((1L, 0L), (queue.Items, queue.Refused));
    }

    [Fact]
    public async Task Sender_IsRefused_WhenNoRoomComes()
    {
        var queue = Queue();
        Assert.True(await queue.EnqueueAsync(Item(), Stop));

        var second = queue.EnqueueAsync(Item(), Stop);
        _time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.False(await second);
        Assert.Equal((1L, 1L), (queue.Items, queue.Refused));
    }

    [Fact]
    public async Task EverySenderIsTaken_WhenManyWaitForOneRoomAfterAnother()
    {
        var queue = Queue();
        var waiting = Enumerable.Range(0, 50).Select(_ => queue.EnqueueAsync(Item(), Stop).AsTask()).ToList();

        for (var stored = 0; stored < waiting.Count; stored++)
        {
            queue.Done(await queue.Reader.ReadAsync(Stop));
        }

        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.Equal((0L, 0L), (queue.Items, queue.Refused));
    }

    private IngestQueue Queue() => new(Options.Create(new OtlpReceiverOptions { MaxQueuedItems = 1 }), _time);

    private static IngestItem Item() => new(OtlpSignal.Traces, ArrayPool<byte>.Shared.Rent(16), 16, 1);
}
