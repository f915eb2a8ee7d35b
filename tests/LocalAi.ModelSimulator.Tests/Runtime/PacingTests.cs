using System.Diagnostics;
using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Runtime;

public sealed class PacingTests
{
    private const double Nanosecond = 1e-9;

    [Fact]
    public async Task Timings_AreThoseOfTheRates_AndAddUp()
    {
        using var server = new SimulatorServer(
            ("LoadSeconds", "0.2"), ("PrefillTokensPerSecond", "500"), ("DecodeTokensPerSecond", "200"), ("AnswerTokens", "60"));
        using var client = server.CreateClient();
        var request = new { model = "simulated/extractive", stream = false, messages = new[] { new { role = "user", content = string.Join(' ', Enumerable.Repeat("word", 96)) } } };

        var clock = Stopwatch.StartNew();
        var first = Seconds(await server.PostAsync("/api/chat", request));
        var measured = clock.Elapsed.TotalSeconds;
        var second = Seconds(await server.PostAsync("/api/chat", request));

        Assert.Equal((100, 60), (first.PromptTokens, first.AnswerTokens));
        Assert.InRange(first.Load, 0.199, 0.6);
        Assert.InRange(first.Prefill, 0.2, 0.5);
        Assert.InRange(first.Decode, 0.299, 0.7);
        Assert.InRange(first.Total, first.Load + first.Prefill + first.Decode - 0.0001, measured);
        Assert.InRange(second.Load, 0, 0.1);
        Assert.Equal(second.Total, second.Load + second.Prefill + second.Decode, 0.1);
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/v1/chat/completions")]
    public async Task Stream_SendsEachTokenWhenItIsDue(string path)
    {
        using var server = new SimulatorServer(("DecodeTokensPerSecond", "100"), ("AnswerTokens", "100"));
        using var client = server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"model":"simulated/extractive","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
        };

        var clock = Stopwatch.StartNew();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var arrivals = new List<double>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("\"content\":", StringComparison.Ordinal))
            {
                arrivals.Add(clock.Elapsed.TotalSeconds);
            }
        }

        // Early is impossible, late is the machine's affair: token n is due after n hundredths of a second, and the last ends the second.
        Assert.True(arrivals.Count >= 100);
        Assert.All(arrivals.Take(100).Index(), arrival => Assert.True(arrival.Item >= (0.01 * (arrival.Index + 1)) - 0.001));
        Assert.True(arrivals[0] < arrivals[99] - 0.5, "the first token came with the last: this is no stream");
    }

    [Fact]
    public async Task SixtyFourStreams_KeepTheirRate_TogetherOnOneServer()
    {
        const int Streams = 64;
        const int Tokens = 200;
        using var server = SimulatorServer.Listening(("DecodeTokensPerSecond", "100"), ("AnswerTokens", $"{Tokens}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            var (_, body) = await server.SendAsync("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":"Hi"}]}""");
            return JsonElement.Parse(body.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        }));

        Assert.All(answers, answer =>
        {
            var timings = Seconds(answer);
            Assert.Equal(Tokens, timings.AnswerTokens);
            // The benchmark has the figure; here it is enough that no stream falls behind for good on a busy machine.
            Assert.InRange(Tokens / timings.Decode, 80, 100.5);
        });
    }

    private static (double Total, double Load, double Prefill, double Decode, int PromptTokens, int AnswerTokens) Seconds(JsonElement answer) => (
        answer.GetProperty("total_duration").GetInt64() * Nanosecond,
        answer.GetProperty("load_duration").GetInt64() * Nanosecond,
        answer.GetProperty("prompt_eval_duration").GetInt64() * Nanosecond,
        answer.GetProperty("eval_duration").GetInt64() * Nanosecond,
        answer.GetProperty("prompt_eval_count").GetInt32(),
        answer.GetProperty("eval_count").GetInt32());
}
