using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.ModelManagement;

/// <summary>The part of Ollama that manages models: what is installed, pulls whose lines a test scripts, blobs and create.</summary>
internal sealed class FakeLibrary : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte> _blobs = new();

    private FakeLibrary()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        _app = builder.Build();
        _app.MapGet("/api/version", () => new { version = "0.32.15" });
        _app.MapGet("/api/tags", () => new { models = Installed.Select(name => new { name, digest = name, size = 4_920_753_328L, details = new { quantization_level = "Q4_K_M" } }) });
        _app.MapGet("/api/ps", () => new { models = Running });
        _app.MapPost("/api/show", (JsonElement body) => Installed.Contains(body.GetProperty("model").GetString())
            ? Results.Json(new { capabilities = new[] { "completion", "tools" }, details = new { quantization_level = "Q4_K_M" }, model_info = Info })
            : Results.Json(new { error = $"model '{body.GetProperty("model")}' not found" }, statusCode: 404));
        _app.MapPost("/api/pull", async (JsonElement body, HttpContext context) =>
        {
            Pulls.Enqueue(body.GetProperty("model").GetString()!);
            context.Response.ContentType = "application/x-ndjson";
            await OnPull(context);
        });
        _app.MapDelete("/api/delete", (HttpContext context) => Record("delete", context));
        _app.MapPost("/api/generate", (HttpContext context) => Record("generate", context));
        _app.MapMethods("/api/blobs/{digest}", ["HEAD"], (string digest) => _blobs.ContainsKey(digest) ? Results.Ok() : Results.NotFound());
        _app.MapPost("/api/blobs/{digest}", (string digest) =>
        {
            _blobs[digest] = 0;
            return Results.Created();
        });
        _app.MapPost("/api/create", async (HttpContext context) =>
        {
            await Record("create", context);
            await LineAsync(context, new { status = "success" });
        });
    }

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => $"Endpoint=http://127.0.0.1:{Port};Model=llama3.1:8b";

    public List<string?> Installed { get; } = ["llama3.1:8b"];

    public object[] Running { get; set; } = [];

    public Dictionary<string, object> Info { get; } = new() { ["general.architecture"] = "llama", ["llama.context_length"] = 131072 };

    public Func<HttpContext, Task> OnPull { get; set; } = async context =>
    {
        await LineAsync(context, new { status = "pulling manifest" });
        await LineAsync(context, new { status = "pulling 667b0c1932bc", digest = "sha256:667b", total = 1000L, completed = 400L });
        await LineAsync(context, new { status = "pulling 667b0c1932bc", digest = "sha256:667b", total = 1000L, completed = 1000L });
        await LineAsync(context, new { status = "success" });
    };

    public ConcurrentQueue<string> Pulls { get; } = new();

    public ConcurrentQueue<(string Operation, JsonElement Body)> Requests { get; } = new();

    public int Blobs => _blobs.Count;

    public static async Task<FakeLibrary> StartAsync()
    {
        var library = new FakeLibrary();
        await library._app.StartAsync();
        return library;
    }

    public static async Task LineAsync(HttpContext context, object line)
    {
        await context.Response.WriteAsync(JsonSerializer.Serialize(line) + "\n");
        await context.Response.Body.FlushAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Record(string operation, HttpContext context) =>
        Requests.Enqueue((operation, (await context.Request.ReadFromJsonAsync<JsonElement>()).Clone()));
}
