using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.IntegrationTests;

/// <summary>Where services come from on this very machine.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task OllamaOnItsPort_WinsOverTheSimulator_WithoutAnySetting()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var ollama = await StubOllama.StartAsync(11434);
        await using var host = new AppHostProcess(new Dictionary<string, string> { ["Services:ollama:Source"] = "auto" });

        await host.StartAndWaitAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address("agent") };
        var models = await client.GetFromJsonAsync<JsonElement>("v1/models", cancellationToken);

        Assert.Contains("stub-chat:1b", models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.DoesNotContain("simulated/", models.ToString());
    }

    [Fact]
    public async Task Postgres_ComesFromNpm_WhenItIsEmbedded()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "npm"))), "npm is not on PATH: install Node.js");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess(new Dictionary<string, string> { ["Services:postgres:Source"] = "embedded" });

        await host.StartAndWaitAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address("agent") };
        using var created = await client.PostAsJsonAsync("api/conversations", new { title = "Kept" }, cancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Created, created.StatusCode);
        Assert.True(Directory.Exists(Path.Combine(host.DataDirectory, "programs", "postgres", "node_modules")));
        Assert.StartsWith("17", await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "postgres", "PG_VERSION"), cancellationToken));
    }

    [Fact]
    public async Task Summary_SaysWhatRunsWhereAndWhatIsOff()
    {
        await using var host = new AppHostProcess();
        host.Start();
        await host.WaitUntilAsync(() => Task.FromResult(host.Output.Contains("Press Ctrl+C", StringComparison.Ordinal)), "the summary", TestContext.Current.CancellationToken);

        Assert.Matches(@"^(LocalAi's portable host|Aspire) runs the stack", host.Output);
        Assert.Contains($"http://localhost:{host.Port("web")}", host.Output);
        Assert.Contains("embedded: LocalAi's simulator, not a language model: chosen by the setting; to have it: set LocalAi:Services:ollama:Source to auto", host.Output);
        Assert.Contains("postgres", host.Output);
        Assert.DoesNotContain("fail:", host.Output);
    }

    /// <summary>Just enough of Ollama to be found: one chat model and one embedding model.</summary>
    private sealed class StubOllama(WebApplication app) : IAsyncDisposable
    {
        public static async Task<StubOllama> StartAsync(int port)
        {
            var builder = WebApplication.CreateSlimBuilder();
            var app = builder.Build();
            app.Urls.Add($"http://127.0.0.1:{port}");
            app.MapGet("/api/version", () => new { version = "0.32.15" });
            app.MapGet("/api/tags", () => new { models = new[] { Model("stub-chat:1b"), Model("nomic-embed-text:latest") } });
            app.MapPost("/api/show", () => new { capabilities = new[] { "completion" }, model_info = new Dictionary<string, object>() });
            app.MapGet("/api/ps", () => new { models = Array.Empty<object>() });
            await app.StartAsync();
            return new StubOllama(app);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private static object Model(string name) => new
        {
            name, model = name, modified_at = DateTimeOffset.UnixEpoch, size = 1, digest = new string('0', 64), details = new { family = "stub" },
        };
    }
}
