using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace LocalAi.AgentBench;

/// <summary>Streams chat completions as a client would, and only counts: no JSON is parsed, so that the client's own work stays small.</summary>
internal sealed class StreamClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Seconds from sending to the first piece of text.</summary>
    public async Task<double> FirstTokenAsync()
    {
        var start = Stopwatch.GetTimestamp();
        double? first = null;
        await StreamAsync(tokens: 1, _ => first ??= Stopwatch.GetElapsedTime(start).TotalSeconds, CancellationToken.None);
        return first ?? throw new InvalidOperationException($"{address} sent no token.");
    }

    /// <summary>Reads one answer; <paramref name="onTokens"/> gets how many pieces of text each read brought.</summary>
    public async Task StreamAsync(int tokens, Action<int> onTokens, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(
                $$"""{"model":"simulated/extractive","stream":true,"max_tokens":{{tokens}},"messages":[{"role":"user","content":"Tell me about private AI."}]}""")),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var counter = new TokenCounter();
        int read;
        while ((read = await body.ReadAsync(_buffer, cancellationToken)) > 0)
        {
            if (counter.Add(_buffer.AsSpan(0, read)) is > 0 and var count)
            {
                onTokens(count);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
