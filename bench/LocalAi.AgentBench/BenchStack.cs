using LocalAi.TestServers;

namespace LocalAi.AgentBench;

/// <summary>
/// Two simulators (paced at 100 tokens/s a stream, and unpaced), and before each the agent and a plain YARP proxy: all real processes,
/// with a real Postgres behind the agents.
/// </summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];

    public required Lane Paced { get; init; }

    public required Lane Unpaced { get; init; }

    public static async Task<BenchStack> StartAsync()
    {
        var started = new List<IAsyncDisposable>();
        var postgres = await PostgresServer.StartAsync();
        started.Add(postgres);
        var stack = new BenchStack
        {
            Paced = await LaneAsync(decodeTokensPerSecond: "100"),
            Unpaced = await LaneAsync(decodeTokensPerSecond: "0"),
        };
        stack._started.AddRange(started);
        return stack;

        async Task<Lane> LaneAsync(string decodeTokensPerSecond)
        {
            var simulator = await StartAsync("LocalAi.ModelSimulator", [], new()
            {
                ["LocalAi__Simulator__DecodeTokensPerSecond"] = decodeTokensPerSecond,
                ["LocalAi__Simulator__ParallelRequests"] = "128",
                ["LocalAi__Simulator__AnswerTokens"] = "100000",
                ["LocalAi__Simulator__KeepAliveSeconds"] = "-1",
            });
            var agent = await StartAsync("LocalAi.AgentApi", [], new()
            {
                ["ConnectionStrings__chat"] = $"Endpoint={simulator.Address};Model=simulated/extractive",
                ["ConnectionStrings__agentdb"] = await postgres.CreateDatabaseAsync(),
            });
            var port = FreePort.Next();
            var proxy = await BenchProcess.StartAsync(
                "LocalAi.AgentBench", port, ["proxy", $"http://127.0.0.1:{port}", simulator.Address.AbsoluteUri], []);
            started.Add(proxy);
            return new Lane(simulator, proxy, agent);
        }

        async Task<BenchProcess> StartAsync(string program, string[] arguments, Dictionary<string, string> environment)
        {
            var process = await BenchProcess.StartAsync(program, FreePort.Next(), arguments, environment);
            started.Add(process);
            return process;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in Enumerable.Reverse(_started))
        {
            await item.DisposeAsync();
        }
    }

    /// <summary>One simulator and what stands before it.</summary>
    internal sealed record Lane(BenchProcess Simulator, BenchProcess Proxy, BenchProcess Agent)
    {
        public IReadOnlyList<(string Name, BenchProcess Process)> Targets => [("direct", Simulator), ("YARP", Proxy), ("agent", Agent)];
    }
}
