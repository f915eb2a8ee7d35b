using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>The agent itself on Kestrel, on a port of its own, in this process.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private readonly Factory _factory;

    private AgentServer(Factory factory)
    {
        _factory = factory;
        _factory.UseKestrel();
        _factory.StartServer();
        Address = new Uri(_factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts an agent; without <paramref name="database"/> with one that does not answer.</summary>
    public static AgentServer Start(
        string chat, string? database = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings) =>
        new(new Factory(
            [
                ("ConnectionStrings:chat", chat),
                ("ConnectionStrings:agentdb", database ?? $"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody;Password=x;Database=x;Timeout=1"),
                .. settings,
            ],
            services ?? (_ => { })));

    /// <summary>Starts an agent on a fresh database and waits until it is healthy.</summary>
    public static async Task<AgentServer> StartHealthyAsync(
        FakeOllama ollama, PostgresServer postgres, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var agent = Start(ollama.ConnectionString, await postgres.CreateDatabaseAsync(), services, settings);
        await agent.WaitForHealthAsync("Healthy");
        return agent;
    }

    public async Task WaitForHealthAsync(string status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await HealthAsync(limit.Token) != status)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public async Task<string> HealthAsync(CancellationToken cancellationToken = default)
    {
        using var response = await Http.GetAsync("/health", cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async Task<Guid> CreateConversationAsync()
    {
        using var response = await Http.PostAsJsonAsync("/api/conversations", new { });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("id").GetGuid();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory((string Key, string Value)[] settings, Action<IServiceCollection> services) : WebApplicationFactory<AgentOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            // Watching settings files takes one of the few inotify instances that a user has.
            builder.UseSetting("hostBuilder:reloadConfigOnChange", "false");
            builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureServices(services);
        }
    }
}
