using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>A stack that pretends to have a GPU.</summary>
public sealed class SimulatedHardwareTests
{
    [Fact]
    public async Task Stack_HasTheSimulatedHardwareAndItsPulledModels_AfterARestartToo()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var first = new AppHostProcess(new Dictionary<string, string>
        {
            ["Simulator:Gpu"] = "rtx-3090",
            ["Simulator:GpuCount"] = "2",
            ["Simulator:Model"] = "bge-m3,qwen3:14b",
        });
        await first.StartAndWaitAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = first.Address("agent") };

        // The agent was told once, by the stack: a 70B model fits two of these cards, and the stack chats with the model that was named.
        var estimate = await client.GetFromJsonAsync<JsonElement>("api/hardware/estimate?model=llama3:70b", cancellationToken);
        Assert.Equal("gpu", estimate.GetProperty("fit").GetString());
        Assert.Equal("simulated/qwen3:14b", await DefaultModelAsync(client, cancellationToken));

        using var simulator = new HttpClient { BaseAddress = first.Address("simulator") };
        using var pulled = await simulator.PostAsJsonAsync("api/pull", new { model = "simulated/gemma3:4b", stream = false }, cancellationToken);
        pulled.EnsureSuccessStatusCode();
        await first.StopAsync(cancellationToken: cancellationToken);

        await using var second = new AppHostProcess(first.Settings, first.DataDirectory);
        await second.StartAndWaitAsync(cancellationToken);

        Assert.Contains("simulated/gemma3:4b", await simulator.GetStringAsync("api/tags", cancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string?> DefaultModelAsync(HttpClient agent, CancellationToken cancellationToken)
    {
        using var answer = await agent.PostAsJsonAsync("v1/chat/completions", new { messages = new[] { new { role = "user", content = "Hello" } }, max_tokens = 4 }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("model").GetString();
    }
}
