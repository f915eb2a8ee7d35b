using System.Diagnostics;

namespace LocalAi.Hosting.Tests.Run;

/// <summary>Waits for states of other processes, which tell nobody when they change.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, TimeSpan within, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < within, $"Not within {within.TotalSeconds} s: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
