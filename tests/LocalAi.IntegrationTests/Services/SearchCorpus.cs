using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.IntegrationTests.Services;

/// <summary>A small search server of one's own, as a company has it for its intranet, on the loopback interface.</summary>
internal sealed class SearchCorpus(WebApplication app, int port) : IAsyncDisposable
{
    public const string Page = "http://corpus.test/carniolan-bees";
    public const string Fact = "The Carniolan honey bee overwinters with very few stores.";

    /// <summary>The settings that make it the only thing the stack searches.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Search:PublicEngines"] = "false",
        ["Search:Sources:corpus:Url"] = $"http://127.0.0.1:{port}/search?q={{query}}",
    };

    public static async Task<SearchCorpus> StartAsync()
    {
        var port = FreePort.Next();
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapGet("/search", (string q) => new
        {
            results = q.Contains("bee", StringComparison.OrdinalIgnoreCase) ? new[] { new { title = "Bees of Carniola", url = Page, content = Fact } } : [],
        });
        await app.StartAsync();
        return new SearchCorpus(app, port);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
