using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalAi.TestServers;

namespace LocalAi.Evaluations;

/// <summary>The real agent on a real Postgres with the documents taken in, and the simulator unless models are configured.</summary>
internal sealed partial class EvaluationStack : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];
    private HttpClient _agent = null!;

    public static async Task<EvaluationStack> StartAsync(string? chat, string? embedding, CancellationToken cancellationToken)
    {
        var stack = new EvaluationStack();
        var postgres = await PostgresServer.StartAsync(cancellationToken);
        stack._servers.Add(postgres);
        if (chat is null || embedding is null)
        {
            var simulator = $"http://127.0.0.1:{FreePort.Next()}";
            stack._servers.Add(await ServiceProcess.StartAsync("LocalAi.ModelSimulator", simulator, [], cancellationToken));
            chat ??= $"Endpoint={simulator};Model=simulated/extractive";
            embedding ??= $"Endpoint={simulator};Model=simulated/hashed-ngrams";
        }

        var agent = $"http://127.0.0.1:{FreePort.Next()}";
        stack._servers.Add(await ServiceProcess.StartAsync("LocalAi.AgentApi", agent, new()
        {
            ["ConnectionStrings__agentdb"] = await postgres.CreateDatabaseAsync(cancellationToken: cancellationToken),
            ["ConnectionStrings__chat"] = chat,
            ["ConnectionStrings__embedding"] = embedding,
        }, cancellationToken));
        stack._agent = new HttpClient { BaseAddress = new Uri(agent), Timeout = TimeSpan.FromMinutes(30) };
        await stack.TakeInAsync(cancellationToken);
        return stack;
    }

    /// <summary>Searches, then asks in a conversation of its own.</summary>
    public async Task<Outcome> AskAsync(EvaluationQuestion question, CancellationToken cancellationToken)
    {
        var found = await PostAsync("/api/knowledge/search", new { query = question.Question }, cancellationToken);
        var hit = found.GetProperty("passages").EnumerateArray().Any(passage =>
            passage.GetProperty("documentName").GetString() == question.Document && question.IsIn(passage.GetProperty("text").GetString()!));
        var conversation = await PostAsync("/api/conversations", new { }, cancellationToken);
        var message = await TurnAsync(conversation.GetProperty("id").GetGuid(), question.Question, cancellationToken);
        var answer = message.GetProperty("content").GetString()!;
        return new(question, hit, question.IsIn(answer), await CitedAsync(message, answer, cancellationToken), answer);
    }

    public async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        _servers.Reverse();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await pause.WaitForNextTickAsync(cancellationToken))
        {
            using var health = await _agent.GetAsync("/health", cancellationToken);
            if (health.IsSuccessStatusCode)
            {
                break;
            }
        }

        var collection = (await PostAsync("/api/knowledge/collections", new { name = "Nordwind" }, cancellationToken)).GetProperty("id").GetGuid();
        using var form = new MultipartFormDataContent();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Documents")).Order(StringComparer.Ordinal))
        {
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellationToken)), "file", Path.GetFileName(file));
        }

        var path = $"/api/knowledge/collections/{collection}/documents";
        using var uploaded = await _agent.PostAsync(path, form, cancellationToken);
        uploaded.EnsureSuccessStatusCode();
        while (await pause.WaitForNextTickAsync(cancellationToken))
        {
            var documents = (await _agent.GetFromJsonAsync<JsonElement>(path, cancellationToken)).GetProperty("items").EnumerateArray().ToList();
            var failed = documents.Find(document => document.GetProperty("status").GetString() == "failed");
            Assert.True(failed.ValueKind == JsonValueKind.Undefined, failed.ToString());
            if (documents.TrueForAll(document => document.GetProperty("status").GetString() == "ready"))
            {
                return;
            }
        }
    }

    /// <summary>The passages behind the numbers in an answer, read where their links open.</summary>
    private async Task<IReadOnlyList<string>> CitedAsync(JsonElement message, string answer, CancellationToken cancellationToken)
    {
        if (!message.TryGetProperty("sources", out var sources) || sources.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var numbers = Citation().Matches(answer).Select(match => int.Parse(match.Groups[1].Value)).ToHashSet();
        var cited = new List<string>();
        foreach (var source in sources.EnumerateArray().Where(source => numbers.Contains(source.GetProperty("number").GetInt32())))
        {
            var link = Link().Match(source.GetProperty("url").GetString()!);
            var reading = await _agent.GetFromJsonAsync<JsonElement>($"/api/knowledge/documents/{link.Groups[1].Value}/text", cancellationToken);
            cited.Add(reading.GetProperty("text").GetString()![int.Parse(link.Groups[2].Value)..int.Parse(link.Groups[3].Value)]);
        }

        return cited;
    }

    private async Task<JsonElement> TurnAsync(Guid conversation, string content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/conversations/{conversation}/messages") { Content = JsonContent.Create(new { content }) };
        using var response = await _agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "done")
            {
                return JsonElement.Parse(item.Data).GetProperty("message");
            }
        }

        throw new InvalidOperationException($"The answer to '{content}' broke off.");
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await _agent.PostAsJsonAsync(path, body, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^/knowledge/documents/([0-9a-f-]+)\?from=(\d+)&to=(\d+)$")]
    private static partial Regex Link();
}
