using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalAi.Web.Agent;

/// <summary>The agent's conversation API. Every failure is an <see cref="AgentException"/>; only the caller's own cancellation passes through.</summary>
internal sealed class AgentClient(IHttpClientFactory clients)
{
    /// <summary>Name of the HTTP client; its base address is the agent.</summary>
    public const string ClientName = "agent";

    /// <summary>How long the agent may take for anything but an answer.</summary>
    private static readonly TimeSpan PatienceForRecords = TimeSpan.FromSeconds(15);

    private static readonly string[] Everything = ["*"];

    public async Task<ModelList> ListModelsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, "/api/models", null, AgentJson.Default.ModelList, cancellationToken))!;

    public async Task<IReadOnlyList<StackService>> ListServicesAsync(CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, "/api/services", null, AgentJson.Default.StackServiceList, cancellationToken))!.Items;

    public async Task<IReadOnlyList<Conversation>> ListConversationsAsync(
        string? search, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var query = $"/api/conversations?limit={limit}";
        if (before is { } time)
        {
            query += $"&before={Uri.EscapeDataString(time.ToUniversalTime().ToString("O"))}";
        }

        if (!string.IsNullOrWhiteSpace(search))
        {
            query += $"&search={Uri.EscapeDataString(search.Trim())}";
        }

        return (await AskAsync(HttpMethod.Get, query, null, AgentJson.Default.ConversationPage, cancellationToken))!.Items;
    }

    /// <summary>The conversation, or null when there is none of this id.</summary>
    public async Task<ConversationDetail?> GetConversationAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(HttpMethod.Get, $"/api/conversations/{id}", null, AgentJson.Default.ConversationDetail, cancellationToken);
        }
        catch (AgentException failure) when (failure.Problem.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<Conversation> CreateConversationAsync(
        string? model, IReadOnlyList<string>? tools, IReadOnlyList<string>? collections, CancellationToken cancellationToken) =>
        (await AskAsync(
            HttpMethod.Post,
            "/api/conversations",
            JsonContent.Create(new AgentWire.NewConversation(null, model, tools, collections), AgentJson.Default.NewConversation),
            AgentJson.Default.Conversation,
            cancellationToken))!;

    public async Task<Conversation> RenameAsync(Guid id, string title, CancellationToken cancellationToken) =>
        (await AskAsync(
            HttpMethod.Patch,
            $"/api/conversations/{id}",
            JsonContent.Create(new AgentWire.NewTitle(title), AgentJson.Default.NewTitle),
            AgentJson.Default.Conversation,
            cancellationToken))!;

    public async Task<IReadOnlyList<ToolInfo>> ListToolsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, "/api/tools", null, AgentJson.Default.ToolList, cancellationToken))!.Items;

    /// <summary>Lets a conversation use these tools; null for all.</summary>
    public Task ChooseToolsAsync(Guid id, IReadOnlyList<string>? names, CancellationToken cancellationToken) =>
        ChooseAsync(id, new(Tools: names ?? Everything), cancellationToken);

    /// <summary>Lets a conversation search these knowledge collections; null for all.</summary>
    public Task ChooseCollectionsAsync(Guid id, IReadOnlyList<string>? names, CancellationToken cancellationToken) =>
        ChooseAsync(id, new(Collections: names ?? Everything), cancellationToken);

    private async Task ChooseAsync(Guid id, AgentWire.Choice choice, CancellationToken cancellationToken) => await AskAsync<object>(
        HttpMethod.Patch, $"/api/conversations/{id}", JsonContent.Create(choice, AgentJson.Default.Choice), null, cancellationToken);

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        AskAsync<object>(HttpMethod.Delete, $"/api/conversations/{id}", null, null, cancellationToken);

    /// <summary>
    /// Sends a question and streams its answer. Cancelling stops the generation: the agent stores what there is as stopped.
    /// The stream ends after <see cref="ChatEvent.Done"/>; one that ends without it is an <see cref="AgentProblem.Interrupted"/>.
    /// </summary>
    public async IAsyncEnumerable<ChatEvent> SendAsync(
        Guid conversationId, string content, string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/conversations/{conversationId}/messages")
        {
            Content = JsonContent.Create(new AgentWire.NewMessage(content, model), AgentJson.Default.NewMessage),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await SendAsync(request, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(stream, ParseEvent).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var ended = false;
        while (await MoveNextAsync(events))
        {
            if (events.Current.Data is not { } chatEvent)
            {
                continue;
            }

            ended |= chatEvent is ChatEvent.Done;
            yield return chatEvent;
        }

        if (!ended)
        {
            throw new AgentException(AgentProblem.Interrupted);
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<ChatEvent?>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or JsonException)
        {
            throw new AgentException(AgentProblem.Interrupted, failure);
        }
    }

    private static ChatEvent? ParseEvent(string type, ReadOnlySpan<byte> data) => type switch
    {
        "message" => JsonSerializer.Deserialize(data, AgentJson.Default.AcceptedData) is { } accepted
            ? new ChatEvent.Accepted(accepted.UserMessageId, accepted.AssistantMessageId)
            : null,
        "token" => JsonSerializer.Deserialize(data, AgentJson.Default.TokenData)?.Text is { Length: > 0 } text ? new ChatEvent.Token(text) : null,
        "tool" => JsonSerializer.Deserialize(data, AgentJson.Default.ToolCall) is { } call ? new ChatEvent.Tool(call) : null,
        "source" => JsonSerializer.Deserialize(data, AgentJson.Default.Source) is { } source ? new ChatEvent.Found(source) : null,
        "note" => JsonSerializer.Deserialize(data, AgentJson.Default.TokenData)?.Text is { Length: > 0 } note ? new ChatEvent.Noted(note) : null,
        "usage" => JsonSerializer.Deserialize(data, AgentJson.Default.Usage) is { } usage ? new ChatEvent.Measured(usage) : null,
        "error" => JsonSerializer.Deserialize(data, AgentJson.Default.AgentProblem) is { } problem ? new ChatEvent.Failed(problem) : null,
        "done" => JsonSerializer.Deserialize(data, AgentJson.Default.DoneData)?.Message is { } message ? new ChatEvent.Done(message) : null,
        _ => null,
    };

    /// <summary>Asks for a record and waits 15 s at most; null where <paramref name="answer"/> is.</summary>
    public async Task<T?> AskAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T>? answer, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PatienceForRecords);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await SendAsync(request, deadline.Token);
            return answer is null ? null : await response.Content.ReadFromJsonAsync(answer, deadline.Token);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentException(
                AgentProblem.Unreachable with { Detail = $"It did not answer within {PatienceForRecords.TotalSeconds:0} s." }, failure);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or JsonException)
        {
            throw new AgentException(AgentProblem.Unreachable, failure);
        }
    }

    /// <summary>Sends and returns the headers of a successful answer; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            using var http = clients.CreateClient(ClientName);
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new AgentException(AgentProblem.Unreachable, failure);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new AgentException(await ReadProblemAsync(response, cancellationToken));
        }
    }

    private static async Task<AgentProblem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var plain = response.StatusCode switch
        {
            HttpStatusCode.RequestEntityTooLarge => new AgentProblem(
                null, "The message is too long", status, "The agent takes no message of this size. Shorten it, or send it in parts."),
            HttpStatusCode.TooManyRequests => new AgentProblem(null, "Too many requests", status, "Wait a moment, then try again."),
            _ => new AgentProblem(null, $"The agent answered {status} {response.ReasonPhrase}", status, null),
        };
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return plain;
        }

        try
        {
            var problem = await response.Content.ReadFromJsonAsync(AgentJson.Default.AgentProblem, cancellationToken);
            return problem is null ? plain : problem with { Status = status, Title = problem.Title ?? plain.Title, Detail = problem.Detail ?? plain.Detail };
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or JsonException)
        {
            return plain;
        }
    }
}
