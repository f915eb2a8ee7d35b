using LocalAi.Web.Chat;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Web.Tests.Chat;

public sealed class FrameClockTests
{
    [Fact]
    public async Task NextAsync_IsImmediateAtFirst_ThenWaitsForTheInterval()
    {
        var time = new FakeTimeProvider();
        var clock = new FrameClock(time);
        await clock.NextAsync(TestContext.Current.CancellationToken);

        var second = clock.NextAsync(TestContext.Current.CancellationToken);
        time.Advance(FrameClock.Interval - TimeSpan.FromMilliseconds(1));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
    }

    [Fact]
    public async Task NextAsync_WaitsLonger_WhereDrawingIsSlow()
    {
        var time = new FakeTimeProvider();
        var clock = new FrameClock(time);
        clock.Cost(TimeSpan.FromMilliseconds(100));
        await clock.NextAsync(TestContext.Current.CancellationToken);

        var second = clock.NextAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
    }
}
