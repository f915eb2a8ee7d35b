using System.Net.ServerSentEvents;
using System.Text.Json;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>Sends a request and reads its server-sent events as they come.</summary>
internal sealed class SseReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private SseReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    public static async Task<SseReader> PostAsync(HttpClient http, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {(response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync())}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new SseReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, or null at the end.</summary>
    public async Task<SseItem<string>?> NextAsync() => await _items.MoveNextAsync() ? _items.Current : null;

    public async Task<List<(string Event, string Data)>> RestAsync()
    {
        var rest = new List<(string, string)>();
        while (await NextAsync() is { } item)
        {
            rest.Add((item.EventType, item.Data));
        }

        return rest;
    }

    /// <summary>All events of a turn; data parsed.</summary>
    public static async Task<List<(string Event, JsonElement Data)>> TurnAsync(HttpClient http, Guid conversation, string content)
    {
        await using var reader = await PostAsync(http, $"/api/conversations/{conversation}/messages", JsonSerializer.Serialize(new { content }));
        return [.. (await reader.RestAsync()).Select(item => (item.Event, JsonElement.Parse(item.Data)))];
    }

    /// <summary>Disconnects, wherever the stream is.</summary>
    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
