using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Tests.Runtime;

public sealed class DisconnectTests
{
    [Theory]
    [InlineData("/api/chat", "DecodeTokensPerSecond", true)]
    [InlineData("/api/chat", "DecodeTokensPerSecond", false)]
    [InlineData("/api/chat", "PrefillTokensPerSecond", true)]
    [InlineData("/v1/chat/completions", "DecodeTokensPerSecond", true)]
    public async Task Generation_Stops_WhenTheClientLeaves(string path, string rate, bool stream)
    {
        // At one token in ten seconds nothing ends by itself while this test runs.
        using var server = SimulatorServer.Listening((rate, "0.1"));
        using var client = server.CreateClient();
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(
            $$"""{"model":"simulated/extractive","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""");
        var request = client.PostAsync(path, content, leaving.Token);
        var scheduler = server.Get<ModelScheduler>();
        await UntilAsync(() => scheduler.Running.Any(model => model.Requests == 1));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await UntilAsync(() => scheduler.Running.All(model => model.Requests == 0));
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (!reached())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
