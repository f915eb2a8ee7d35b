using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Tests.Runtime;

public sealed class PacerTests
{
    [Fact]
    public async Task Waits_EndInTheOrderOfTheirDeadlines_NotOfTheirStart()
    {
        using var pacer = new Pacer();
        var ended = new List<int>();
        var start = Pacer.Now;

        await Task.WhenAll(new[] { 60, 20, 40 }.Select(async milliseconds =>
        {
            await pacer.WaitUntilAsync(new PacedWait(), start + Pacer.Ticks(milliseconds / 1000.0), TestContext.Current.CancellationToken);
            lock (ended)
            {
                ended.Add(milliseconds);
            }
        }));

        Assert.Equal([20, 40, 60], ended);
        Assert.True(Pacer.Seconds(Pacer.Now - start) >= 0.0594);
    }

    [Fact]
    public async Task Wait_Ends_WhenItIsCancelled()
    {
        using var pacer = new Pacer();
        using var source = new CancellationTokenSource();
        var wait = pacer.WaitAsync(3600, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Wait_Throws_WhenThePacerIsGone()
    {
        var pacer = new Pacer();
        pacer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pacer.WaitAsync(1, TestContext.Current.CancellationToken));
    }
}
