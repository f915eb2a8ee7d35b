using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.AgentBench;

/// <summary>What the agent's own loop costs: a tool round, and the memory of 64 conversations that stream at the same time.</summary>
internal sealed class ToolRoundBenchmark(TextWriter output)
{
    private const int Turns = 60;
    private const int Rounds = 8;
    private const int Streams = 64;

    public async Task RunAsync()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var model = await RoundsModel.StartAsync();
        await using (var agent = await AgentAsync($"Endpoint=http://127.0.0.1:{model.Port};Model=rounds", await postgres.CreateDatabaseAsync()))
        {
            await RoundsAsync(agent);
        }

        await using var simulator = await BenchProcess.StartAsync("LocalAi.ModelSimulator", FreePort.Next(), [], new()
        {
            ["LocalAi__Simulator__DecodeTokensPerSecond"] = "50",
            ["LocalAi__Simulator__ParallelRequests"] = "128",
            ["LocalAi__Simulator__AnswerTokens"] = "400",
        });
        await using var busy = await AgentAsync($"Endpoint={simulator.Address};Model=simulated/extractive", await postgres.CreateDatabaseAsync());
        await MemoryAsync(busy);
    }

    private static Task<BenchProcess> AgentAsync(string chat, string database) => BenchProcess.StartAsync("LocalAi.AgentApi", FreePort.Next(), [], new()
    {
        ["ConnectionStrings__chat"] = chat,
        ["ConnectionStrings__agentdb"] = database,
        ["Agent__MaxToolRounds"] = "20",
    });

    private async Task RoundsAsync(BenchProcess agent)
    {
        using var http = new HttpClient { BaseAddress = agent.Address };
        var (without, with) = (new List<double>(), new List<double>());
        for (var turn = -20; turn < Turns; turn++)
        {
            // In turns, so that whatever else the machine does hits both.
            var (few, many) = (await TurnAsync(http, "0"), await TurnAsync(http, $"{Rounds}"));
            if (turn >= 0)
            {
                without.Add(few);
                with.Add(many);
            }
        }

        var (none, some) = (Percentiles(without), Percentiles(with));
        Line($"### A tool round, {Turns} turns with {Rounds} rounds and as many without");
        Line($"");
        Line($"| | p50 ms | p95 ms |");
        Line($"|---|---|---|");
        Line($"| a turn without tools | {none.P50:F1} | {none.P95:F1} |");
        Line($"| a turn with {Rounds} rounds | {some.P50:F1} | {some.P95:F1} |");
        Line($"| each round | {(some.P50 - none.P50) / Rounds:F2} | {(some.P95 - none.P95) / Rounds:F2} |");
        Line($"");
    }

    private async Task MemoryAsync(BenchProcess agent)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = agent.Address, Timeout = TimeSpan.FromMinutes(2) };
        await TurnAsync(http, "What is private AI?");
        var before = agent.ResidentBytes;
        long most = 0;
        var turns = Task.WhenAll(Enumerable.Range(0, Streams).Select(number => TurnAsync(http, $"Tell me about private AI, part {number}.")));
        while (!turns.IsCompleted)
        {
            most = Math.Max(most, agent.ResidentBytes);
            await Task.WhenAny(turns, Task.Delay(100));
        }

        await turns;
        Line($"### Memory of the agent");
        Line($"");
        Line($"| | RSS |");
        Line($"|---|---|");
        Line($"| after one conversation | {before / 1048576.0:F0} MB |");
        Line($"| {Streams} conversations streaming, the most | {most / 1048576.0:F0} MB |");
    }

    /// <summary>Seconds of a turn in a new conversation, from the question to the end of the stream.</summary>
    private static async Task<double> TurnAsync(HttpClient http, string question)
    {
        JsonElement conversation;
        while (true)
        {
            using var created = await http.PostAsJsonAsync("/api/conversations", new { });
            if (created.IsSuccessStatusCode)
            {
                conversation = await created.Content.ReadFromJsonAsync<JsonElement>();
                break;
            }

            // The schema is still being made.
            await Task.Delay(100);
        }

        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/conversations/{conversation.GetProperty("id").GetString()}/messages")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { content = question }), Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var events = await response.Content.ReadAsStringAsync();
        return events.Contains("\"status\":\"complete\"", StringComparison.Ordinal)
            ? Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"The turn did not complete: {events}");
    }

    private static (double P50, double P95) Percentiles(List<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return (sorted[sorted.Length / 2] * 1000, sorted[(int)(sorted.Length * 0.95)] * 1000);
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
