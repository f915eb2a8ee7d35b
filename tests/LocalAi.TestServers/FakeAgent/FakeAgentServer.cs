using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.TestServers.FakeAgent;

/// <summary>
/// The agent's conversation API in memory, on a port of its own: a test says what it answers. Stopping and starting it again keeps the
/// port and the conversations, as the real agent keeps them in its database.
/// </summary>
public sealed class FakeAgentServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, FakeConversation> _conversations = new();
    private readonly int _port = FreePort.Next();
    private WebApplication? _app;

    /// <summary>The base address.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What is answered to a question; by default the question is echoed.</summary>
    public Func<string, FakeAnswer> Answer { get; set; } = Echo;

    /// <summary>When set, every request but health is refused with this status and problem.</summary>
    public (int Status, JsonObject Problem)? Refusal { get; set; }

    /// <summary>What <c>/health</c> says.</summary>
    public bool Healthy { get; set; } = true;

    /// <summary>What it says of the stack's services, as JSON.</summary>
    public string Services { get; set; } = """{ "items": [] }""";

    /// <summary>The default model; null for the first of <see cref="Models"/>.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>The models, as <c>GET /api/models</c> lists them.</summary>
    public JsonArray Models { get; set; } = [Model("simulated/extractive", simulated: true)];

    /// <summary>The tools, as <c>GET /api/tools</c> lists them.</summary>
    public JsonArray Tools { get; set; } =
    [
        new JsonObject { ["name"] = "time_now", ["group"] = "time", ["description"] = "Tells the time.", ["effect"] = "none" },
        new JsonObject { ["name"] = "web_search", ["group"] = "web", ["description"] = "Searches the web.", ["effect"] = "reads" },
        new JsonObject { ["name"] = "n8n_send_mail", ["group"] = "n8n", ["description"] = "Sends mail.", ["effect"] = "acts" },
    ];

    /// <summary>The questions that arrived, in order, with the model asked for.</summary>
    public ConcurrentQueue<(string Content, string? Model)> Questions { get; } = new();

    /// <summary>The conversations as stored.</summary>
    public IReadOnlyCollection<FakeConversation> Conversations => [.. _conversations.Values];

    /// <summary>A chat model's entry for <see cref="Models"/>.</summary>
    public static JsonObject Model(string id, bool simulated = false, string endpoint = "http://localhost:11435", int contextLength = 8192) => new()
    {
        ["id"] = id,
        ["provider"] = simulated ? "simulator" : "ollama",
        ["capabilities"] = new JsonArray("chat", "tools"),
        ["contextLength"] = contextLength,
        ["simulated"] = simulated,
        ["endpoint"] = endpoint,
    };

    /// <summary>Starts, or starts again after <see cref="StopAsync"/>.</summary>
    public async Task<FakeAgentServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Use(RefuseAsync);
        _app.MapGet("/health", () => Healthy ? Results.Text("Healthy") : Results.Text("Unhealthy", statusCode: 503));
        _app.MapGet("/api/models", () => Results.Json(new JsonObject { ["default"] = DefaultModel ?? (string?)Models[0]!["id"], ["models"] = Models.DeepClone() }));
        _app.MapGet("/api/tools", () => Results.Json(new JsonObject { ["items"] = Tools.DeepClone() }));
        _app.MapGet("/api/services", () => Results.Text(Services, "application/json"));
        _app.MapGet("/api/conversations", List);
        _app.MapPost("/api/conversations", (JsonObject body) => Create(body));
        _app.MapGet("/api/conversations/{id:guid}", (Guid id) => Find(id) is { } found ? Results.Json(found.ToJson(messages: true)) : NotFound());
        _app.MapPatch("/api/conversations/{id:guid}", Rename);
        _app.MapDelete("/api/conversations/{id:guid}", (Guid id) => _conversations.TryRemove(id, out _) ? Results.NoContent() : NotFound());
        _app.MapPost("/api/conversations/{id:guid}/messages", AskAsync);
        await _app.StartAsync(cancellationToken);
        return this;
    }

    /// <summary>Behaves as at the beginning; the conversations stay.</summary>
    public void Reset() => (Answer, Refusal, Healthy) = (Echo, null, true);

    /// <summary>Goes away, in the middle of answers too.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Adds a conversation as if it had been had before.</summary>
    public FakeConversation Add(string title, DateTimeOffset updatedAt, params (string Role, string Content)[] messages)
    {
        var conversation = new FakeConversation(title, (string?)Models[0]!["id"]) { UpdatedAt = updatedAt };
        foreach (var (role, content) in messages)
        {
            conversation.Add(Guid.NewGuid(), role, content, "complete");
        }

        _conversations[conversation.Id] = conversation;
        return conversation;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static FakeAnswer Echo(string question) => new FakeAnswer().Say($"You said: {question}").Measure();

    private async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal is { } refusal && context.Request.Path.StartsWithSegments("/api"))
        {
            await Results.Json(refusal.Problem, contentType: "application/problem+json", statusCode: refusal.Status).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private FakeConversation? Find(Guid id) => _conversations.GetValueOrDefault(id);

    private IResult List(int limit, DateTimeOffset? before, string? search)
    {
        var items = _conversations.Values
            .Where(item => before is null || item.UpdatedAt < before)
            .Where(item => search is null || (item.Title ?? "").Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(item => item.UpdatedAt)
            .Take(limit)
            .Select(item => (JsonNode)item.ToJson(messages: false));
        return Results.Json(new JsonObject { ["items"] = new JsonArray([.. items]) });
    }

    private IResult Create(JsonObject body)
    {
        var conversation = new FakeConversation((string?)body["title"], (string?)body["model"] ?? (string?)Models[0]!["id"]) { Tools = body["tools"]?.DeepClone() };
        _conversations[conversation.Id] = conversation;
        return Results.Json(conversation.ToJson(messages: false), statusCode: 201);
    }

    private IResult Rename(Guid id, JsonObject body)
    {
        if (Find(id) is not { } conversation)
        {
            return NotFound();
        }

        if (body["tools"] is JsonArray tools)
        {
            conversation.Tools = tools is [var only] && (string?)only == "*" ? null : tools.DeepClone();
            return Results.Json(conversation.ToJson(messages: false));
        }

        conversation.Title = (string?)body["title"];
        return Results.Json(conversation.ToJson(messages: false));
    }

    private async Task AskAsync(Guid id, JsonObject body, HttpContext context)
    {
        if (Find(id) is not { } conversation)
        {
            await NotFound().ExecuteAsync(context);
            return;
        }

        var question = (string)body["content"]!;
        Questions.Enqueue((question, (string?)body["model"]));
        context.Response.ContentType = "text/event-stream";
        await Answer(question).PlayAsync(conversation, question, (string?)body["model"], context.Response, context.RequestAborted);
    }

    private static IResult NotFound() => Results.Problem(title: "No such conversation", detail: "It may have been deleted.", statusCode: 404);
}
