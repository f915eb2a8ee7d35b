using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LocalAi.TestServers.FakeAgent;

/// <summary>What <see cref="FakeAgentServer"/> answers, step by step; each step is one or more server-sent events.</summary>
public sealed class FakeAnswer
{
    private readonly List<Func<Playing, Task>> _steps = [];

    /// <summary>Streams a text word by word, as fast as the client reads.</summary>
    public FakeAnswer Say(string text) => Step(async playing =>
    {
        foreach (var word in text.Split(' ').Select((word, index) => index == 0 ? word : " " + word))
        {
            playing.Text += word;
            await playing.SendAsync("token", new JsonObject { ["text"] = word });
        }
    });

    /// <summary>Goes on only when <paramref name="gate"/> completes.</summary>
    public FakeAnswer WaitFor(Task gate) => Step(playing => gate.WaitAsync(playing.Aborted));

    /// <summary>A tool call that began and ended; <paramref name="status"/> is running, succeeded or failed.</summary>
    public FakeAnswer CallTool(string name, string arguments, string result, string status = "succeeded", double seconds = 0.42) => Step(async playing =>
    {
        var call = new JsonObject
        {
            ["id"] = $"call-{playing.ToolCalls.Count + 1}", ["name"] = name, ["arguments"] = arguments, ["status"] = "running", ["durationSeconds"] = 0,
        };
        await playing.SendAsync("tool", call);
        if (status != "running")
        {
            (call["status"], call["durationSeconds"], call["resultPreview"]) = (status, seconds, result);
            await playing.SendAsync("tool", call);
        }

        playing.ToolCalls.Add(call.DeepClone());
    });

    /// <summary>Finds something that the answer may cite.</summary>
    public FakeAnswer Find(string title, string url, string passage) => Step(playing =>
    {
        var source = new JsonObject { ["number"] = playing.Sources.Count + 1, ["title"] = title, ["url"] = url, ["passage"] = passage, ["tool"] = "web_search" };
        playing.Sources.Add(source.DeepClone());
        return playing.SendAsync("source", source);
    });

    /// <summary>Says how the answer comes about.</summary>
    public FakeAnswer Note(string text) => Step(playing =>
    {
        playing.Notes.Add(text);
        return playing.SendAsync("note", new JsonObject { ["text"] = text });
    });

    /// <summary>Reports tokens and timings.</summary>
    public FakeAnswer Measure(
        double queue = 0.02, double load = 0, double prefill = 0.21, double decode = 3.4, int input = 412, int output = 84, string source = "server") => Step(playing =>
    {
        var total = queue + load + prefill + decode;
        playing.Usage = new JsonObject
        {
            ["inputTokens"] = input,
            ["outputTokens"] = output,
            ["contextTokens"] = input + output,
            ["contextLength"] = 8192,
            ["timings"] = new JsonObject
            {
                ["queueSeconds"] = queue,
                ["loadSeconds"] = load,
                ["prefillSeconds"] = prefill,
                ["decodeSeconds"] = decode,
                ["totalSeconds"] = total,
                ["timeToFirstTokenSeconds"] = queue + load + prefill,
                ["prefillTokensPerSecond"] = input / prefill,
                ["decodeTokensPerSecond"] = output / decode,
                ["gpuBoundShare"] = (prefill + decode) / total,
                ["source"] = source,
            },
        };
        return playing.SendAsync("usage", playing.Usage);
    });

    /// <summary>Ends with an error event.</summary>
    public FakeAnswer Fail(string title, string detail, int status = 502) => Step(playing =>
    {
        playing.Error = $"{title}. {detail}";
        return playing.SendAsync("error", new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail });
    });

    /// <summary>Breaks the connection, without an error event and without an end.</summary>
    public FakeAnswer Break() => Step(playing =>
    {
        playing.Response.HttpContext.Abort();
        return Task.CompletedTask;
    });

    internal async Task PlayAsync(FakeConversation conversation, string question, string? model, HttpResponse response, CancellationToken aborted)
    {
        var playing = new Playing(response, aborted);
        var (userId, assistantId) = (Guid.NewGuid(), Guid.NewGuid());
        conversation.Title ??= question.Length > 60 ? question[..60] : question;
        conversation.UpdatedAt = DateTimeOffset.UtcNow;
        conversation.Add(userId, "user", question, "complete");
        var status = "complete";
        try
        {
            await playing.SendAsync("message", new JsonObject { ["userMessageId"] = userId, ["assistantMessageId"] = assistantId });
            foreach (var step in _steps)
            {
                await step(playing);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            status = "stopped";
        }

        var message = conversation.Add(assistantId, "assistant", playing.Text, playing.Error is null ? status : "failed", json =>
        {
            json["model"] = model ?? (string?)json["model"];
            json["toolCalls"] = playing.ToolCalls.DeepClone();
            json["sources"] = playing.Sources.DeepClone();
            json["notes"] = playing.Notes.DeepClone();
            json["usage"] = playing.Usage?.DeepClone();
            json["error"] = playing.Error;
        });
        if (!aborted.IsCancellationRequested)
        {
            await playing.SendAsync("done", new JsonObject { ["message"] = message.DeepClone() });
        }
    }

    private FakeAnswer Step(Func<Playing, Task> step)
    {
        _steps.Add(step);
        return this;
    }

    private sealed class Playing(HttpResponse response, CancellationToken aborted)
    {
        public HttpResponse Response => response;

        public CancellationToken Aborted => aborted;

        public string Text { get; set; } = "";

        public JsonArray ToolCalls { get; } = [];

        public JsonArray Sources { get; } = [];

        public JsonArray Notes { get; } = [];

        public JsonObject? Usage { get; set; }

        public string? Error { get; set; }

        public async Task SendAsync(string type, JsonObject data)
        {
            await response.WriteAsync($"event: {type}\ndata: {data.ToJsonString()}\n\n", aborted);
            await response.Body.FlushAsync(aborted);
        }
    }
}
