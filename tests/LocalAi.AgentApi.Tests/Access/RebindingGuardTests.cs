using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Access;

public sealed class RebindingGuardTests
{
    [Theory]
    [InlineData("localhost:7081", null, 200)]
    [InlineData("127.0.0.1:7081", null, 200)]
    [InlineData("[::1]:7081", null, 200)]
    [InlineData("agent", null, 200)]
    [InlineData("evil.example", null, 403)]
    [InlineData("127.0.0.1.evil.example", null, 403)]
    [InlineData("localhost", "http://localhost:7080", 200)]
    [InlineData("localhost", "http://evil.example", 403)]
    [InlineData("localhost", "https://localhost.evil.example", 403)]
    [InlineData("localhost", "null", 403)]
    public async Task Agent_TakesOnlyCallersOfThisMachine(string host, string? origin, int expected)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("Agent:AllowedHosts:0", "agent"));

        Assert.Equal(expected, await StatusAsync(agent, "/v1/models", host, origin));
    }

    [Fact]
    public async Task Agent_TellsEveryoneItsHealth_WhateverTheyCallIt()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        Assert.Equal(200, await StatusAsync(agent, "/alive", "10.0.0.7:8080", origin: null));
    }

    [Fact]
    public async Task Agent_TakesAnyHost_WhenAllAreAllowed()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("Agent:AllowedHosts:0", "*"));

        Assert.Equal(200, await StatusAsync(agent, "/v1/models", "whatever.example", "http://other.example"));
    }

    [Theory]
    [InlineData("/v1/models", "error")]
    [InlineData("/api/models", "code")]
    public async Task Agent_SaysWhatIsAllowedInTheRoutesShape_WhenItRefuses(string path, string property)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
        using var response = await agent.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(JsonElement.Parse(body).TryGetProperty(property, out _));
        Assert.Contains("Agent:AllowedHosts", body, StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(AgentServer agent, string path, string host, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await agent.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
