using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>Speaks just enough of OpenAI's protocol, like llama-server: no <c>/api/version</c>, and <c>timings</c> in the last chunk.</summary>
internal sealed class FakeOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeOpenAi(WebApplication app) => _app = app;

    public int Port { get; private init; }

    public string ConnectionString => $"Endpoint=http://127.0.0.1:{Port};Key=secret;Model=qwen";

    public ConcurrentQueue<(string? Authorization, JsonElement Body)> Chats { get; } = new();

    public Func<HttpContext, Task> OnChat { get; set; } = AnswerAsync;

    public bool ListsModels { get; set; } = true;

    public static async Task<FakeOpenAi> StartAsync()
    {
        var port = FreePort.Next();
        // Watching settings files takes one of the few inotify instances that a user has.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var fake = new FakeOpenAi(app) { Port = port };
        app.MapGet("/v1/models", () => fake.ListsModels
            ? Results.Json(new { @object = "list", data = new[] { new { id = "qwen" }, new { id = "nomic-embed" } } })
            : Results.NotFound());
        app.MapPost("/v1/chat/completions", async (JsonElement body, HttpContext context) =>
        {
            fake.Chats.Enqueue((context.Request.Headers.Authorization, body.Clone()));
            await fake.OnChat(context);
        });
        app.MapPost("/v1/embeddings", () => Results.Json(new
        {
            @object = "list",
            data = new[] { new { @object = "embedding", index = 0, embedding = Convert.ToBase64String(new byte[] { 0, 0, 128, 63 }) } },
            usage = new { prompt_tokens = 3, total_tokens = 3 },
        }));
        await app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await TokenAsync(context, "Hel");
        await TokenAsync(context, "lo");
        await EventAsync(context, """
            {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            """);
        await EventAsync(context, """
            {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12},"timings":{"prompt_n":10,"prompt_ms":250.0,"predicted_n":2,"predicted_ms":500.0}}
            """);
        await EventAsync(context, "[DONE]");
    }

    public static Task TokenAsync(HttpContext context, string text) => EventAsync(context, $$$"""
        {"id":"x","object":"chat.completion.chunk","created":1,"model":"qwen","choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]}
        """);

    private static async Task EventAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data.Trim()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
