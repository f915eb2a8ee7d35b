using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>The real model simulator as a process of its own.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    private readonly Process _process;

    private Simulator(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"Endpoint=http://127.0.0.1:{Port};Model=simulated/extractive";

    public string EmbeddingConnectionString => $"Endpoint=http://127.0.0.1:{Port};Model=simulated/hashed-ngrams";

    public static async Task<Simulator> StartAsync(params (string Key, string Value)[] settings)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalAi.ModelSimulator.dll")])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[$"LocalAi__Simulator__{key}"] = value;
        }

        var simulator = new Simulator(Process.Start(start)!, port);
        simulator._process.OutputDataReceived += (_, _) => { };
        simulator._process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var response = await http.GetAsync("/api/version", limit.Token);
                return simulator;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
