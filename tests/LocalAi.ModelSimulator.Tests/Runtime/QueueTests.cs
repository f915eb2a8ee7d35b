using System.Text.Json;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Tests.Runtime;

public sealed class QueueTests
{
    private const string Request = """{"model":"simulated/extractive","messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData("/api/chat", """{"error":"server busy, please try again.  maximum pending requests exceeded"}""")]
    [InlineData("/v1/chat/completions",
        """{"error":{"message":"server busy, please try again.  maximum pending requests exceeded","type":"api_error","param":null,"code":null}}""")]
    public async Task Request_IsRefused_WhenSlotsAndQueueAreFull(string path, string error)
    {
        // One request runs (ten tokens a second, for a minute), one waits: there is no place for a third.
        using var server = SimulatorServer.Listening(("ParallelRequests", "1"), ("MaxQueue", "1"), ("DecodeTokensPerSecond", "10"), ("AnswerTokens", "600"));
        using var cancelled = new CancellationTokenSource();
        using var client = server.CreateClient();
        var occupying = new[] { StartAsync(client, cancelled.Token), StartAsync(client, cancelled.Token) };
        await UntilAsync(() => server.Get<ModelScheduler>().Running.Sum(model => model.Requests) == 2);

        var refused = await server.SendAsync(path, Request);
        var other = await server.SendAsync("/api/embed", """{"model":"simulated/hashed-ngrams","input":""}""");
        await cancelled.CancelAsync();
        await Task.WhenAll(occupying);
        await UntilAsync(() => server.Get<ModelScheduler>().Running.Sum(model => model.Requests) == 0);

        Assert.Equal((503, error), refused);
        Assert.Equal(200, other.Status);
    }

    [Fact]
    public async Task Queue_IsTheTimeThatIsNotLoadPrefillOrDecode()
    {
        using var server = new SimulatorServer(("ParallelRequests", "1"), ("DecodeTokensPerSecond", "100"), ("AnswerTokens", "30"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
            JsonElement.Parse((await server.SendAsync("/api/chat", Request)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])));

        var queues = answers.Select(QueueSeconds).Order().ToList();
        Assert.InRange(queues[0], -0.001, 0.2);
        Assert.InRange(queues[1], 0.2, 1);
        Assert.InRange(queues[2], queues[1] + 0.25, 2);
    }

    [Fact]
    public async Task Settings_FollowOllamasVariables_UnlessTheyAreSet()
    {
        using var ollama = new SimulatorServer(("OLLAMA_NUM_PARALLEL", "3"), ("OLLAMA_MAX_QUEUE", "7"), ("OLLAMA_CONTEXT_LENGTH", "4096"), ("OLLAMA_KEEP_ALIVE", "10m"));
        using var own = new SimulatorServer(("OLLAMA_NUM_PARALLEL", "3"), ("ParallelRequests", "5"));

        Assert.Equal((3, 7, 4096, 600.0), Values(ollama));
        Assert.Equal((5, 512, 8192, 300.0), Values(own));
        await ollama.PostAsync("/api/chat", new { model = "simulated/extractive" });
        Assert.Equal(4096, Assert.Single(ollama.Get<ModelScheduler>().Running).ContextLength);

        static (int Parallel, int Queue, int Context, double KeepAlive) Values(SimulatorServer server)
        {
            var options = server.Get<Microsoft.Extensions.Options.IOptions<SimulatorOptions>>().Value;
            return (options.Slots, options.MaxQueue, options.ContextLength, options.KeepAliveSeconds);
        }
    }

    private static double QueueSeconds(JsonElement answer) => 1e-9 * (answer.GetProperty("total_duration").GetInt64()
        - answer.GetProperty("load_duration").GetInt64()
        - answer.GetProperty("prompt_eval_duration").GetInt64()
        - answer.GetProperty("eval_duration").GetInt64());

    private static async Task StartAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Request);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync("/api/chat", content, cancellationToken));
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!reached())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
