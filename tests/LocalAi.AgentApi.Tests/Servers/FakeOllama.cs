using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>Speaks just enough of Ollama's API, with answers that the test scripts.</summary>
internal sealed class FakeOllama : IAsyncDisposable
{
    private WebApplication? _app;

    public int Port { get; } = FreePort.Next();

    public string Model { get; } = $"fake-{Guid.NewGuid():N}"[..13];

    public string Embedding { get; set; } = "fake-embed";

    public string ConnectionString => $"Endpoint=http://127.0.0.1:{Port};Model={Model}";

    public string EmbeddingConnectionString => $"Endpoint=http://127.0.0.1:{Port};Model={Embedding}";

    /// <summary>The bodies of every <c>/api/chat</c>, in order.</summary>
    public ConcurrentQueue<JsonElement> Chats { get; } = new();

    /// <summary>How <c>/api/chat</c> answers: the request's body and the context to write to.</summary>
    public Func<JsonElement, HttpContext, Task> OnChat { get; set; } = (_, context) => AnswerAsync(context, "Hello", " world");

    /// <summary>The texts of every <c>/api/embed</c>, in order.</summary>
    public ConcurrentQueue<string[]> Embeds { get; } = new();

    /// <summary>How <c>/api/embed</c> answers: called with the texts, and returns a vector for each; what it throws is a 500.</summary>
    public Func<string[], Task<float[][]>> OnEmbed { get; set; } = texts => Task.FromResult(texts.Select(text => new[] { text.Length, 0.5f, -1f }).ToArray());

    public string[] Capabilities { get; set; } = ["completion", "tools"];

    public static async Task<FakeOllama> StartAsync()
    {
        var fake = new FakeOllama();
        await fake.RestartAsync();
        return fake;
    }

    public async Task RestartAsync()
    {
        // Watching settings files takes one of the few inotify instances that a user has.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        var app = builder.Build();
        app.MapGet("/api/version", () => new { version = "0.32.15" });
        app.MapGet("/api/tags", () => new
        {
            models = new[]
            {
                new { name = Embedding + ":latest", digest = "e", modified_at = "2026-01-02T03:04:05Z" },
                new { name = Model + ":latest", digest = "d", modified_at = "2026-01-02T03:04:05Z" },
            },
        });
        app.MapGet("/api/ps", () => new
        {
            models = new[] { new { name = Model + ":latest", size = 4000L, size_vram = 3000L, context_length = 8192, expires_at = DateTimeOffset.UtcNow.AddMinutes(5) } },
        });
        app.MapPost("/api/show", (JsonElement body) => body.GetProperty("model").GetString() == Embedding + ":latest"
            ? Results.Json(new { capabilities = new[] { "embedding" }, model_info = new Dictionary<string, object> { ["bert.context_length"] = 512 } })
            : Results.Json(new { capabilities = Capabilities, model_info = new Dictionary<string, object> { ["llama.context_length"] = 8192 } }));
        app.MapPost("/api/embed", async (JsonElement body) =>
        {
            string[] texts = [.. body.GetProperty("input").EnumerateArray().Select(text => text.GetString()!)];
            Embeds.Enqueue(texts);
            return new { model = Embedding, embeddings = await OnEmbed(texts), prompt_eval_count = 7 };
        });
        app.MapPost("/api/chat", async (JsonElement body, HttpContext context) =>
        {
            Chats.Enqueue(body.Clone());
            context.Response.ContentType = "application/x-ndjson";
            await OnChat(body, context);
        });
        await app.StartAsync();
        _app = app;
    }

    /// <summary>Ends the server and its connections at once.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    public static async Task AnswerAsync(HttpContext context, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            await TokenAsync(context, token);
        }

        await DoneAsync(context, tokens.Length);
    }

    public static Task TokenAsync(HttpContext context, string text) =>
        LineAsync(context, new { message = new { role = "assistant", content = text }, done = false });

    public static Task ToolCallAsync(HttpContext context, string name, object arguments) =>
        LineAsync(context, new { message = new { role = "assistant", content = "", tool_calls = new[] { new { function = new { name, arguments } } } }, done = false });

    /// <summary>The last line: 2 s in all, of which queue 0.5, load 0.25, prefill 0.25 (11 tokens), decode 1 s.</summary>
    public static Task DoneAsync(HttpContext context, int tokens, string reason = "stop") => LineAsync(context, new
    {
        message = new { role = "assistant", content = "" },
        done = true,
        done_reason = reason,
        total_duration = 2_000_000_000L,
        load_duration = 250_000_000L,
        prompt_eval_count = 11,
        prompt_eval_duration = 250_000_000L,
        eval_count = tokens,
        eval_duration = 1_000_000_000L,
    });

    public static async Task LineAsync(HttpContext context, object line)
    {
        await context.Response.WriteAsync(JsonSerializer.Serialize(line) + "\n");
        await context.Response.Body.FlushAsync();
    }
}
