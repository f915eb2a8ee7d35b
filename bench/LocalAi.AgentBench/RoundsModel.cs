using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.AgentBench;

/// <summary>
/// A model server that costs nothing: asks for the time as often as the question says, at once, and then answers. What a turn takes beyond
/// that is the agent's.
/// </summary>
internal sealed class RoundsModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoundsModel(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public static async Task<RoundsModel> StartAsync()
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/api/version", () => Results.Text("""{"version":"0.32.15"}""", "application/json"));
        app.MapGet("/api/tags", () => Results.Text("""{"models":[{"name":"rounds:latest","digest":"d"}]}""", "application/json"));
        app.MapGet("/api/ps", () => Results.Text("""{"models":[]}""", "application/json"));
        app.MapPost("/api/show", () => Results.Text("""{"capabilities":["completion","tools"],"model_info":{"x.context_length":131072}}""", "application/json"));
        app.MapPost("/api/chat", AnswerAsync);
        await app.StartAsync();
        return new RoundsModel(app, port);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(JsonElement body, HttpContext context)
    {
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        var wanted = int.Parse(
            messages.First(message => message.GetProperty("role").GetString() == "user").GetProperty("content").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var made = messages.Count(message => message.GetProperty("role").GetString() == "tool");
        var said = made < wanted
            ? """{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"time_now","arguments":{"timeZone":"UTC"}}}]},"done":false}"""
            : """{"message":{"role":"assistant","content":"done"},"done":false}""";
        context.Response.ContentType = "application/x-ndjson";
        return context.Response.WriteAsync(
            said + "\n" + """{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":1,"prompt_eval_count":1,"eval_count":1}""" + "\n");
    }
}
