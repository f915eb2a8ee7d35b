using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>
/// Ollama's progress lines (newline-delimited JSON) as server-sent events <c>progress</c>, then <c>done</c> or <c>error</c>. Closing it cancels the
/// request; what was downloaded stays with the server, which goes on there when asked again.
/// </summary>
internal sealed class ProgressStream : IDisposable
{
    // The server asks a registry for the manifest before it answers.
    private static readonly ModelTimeout AnswerTimeout = new(120);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private readonly Uri _endpoint;
    private readonly string _model;
    private readonly List<OllamaWire.ProgressLine> _read = [];

    private ProgressStream(HttpResponseMessage response, Stream body, Uri endpoint, string model)
    {
        _response = response;
        _lines = new StreamReader(body);
        _endpoint = endpoint;
        _model = model;
    }

    /// <summary>Sends the request and reads until it is known to work: the first line with a size, or the last one.</summary>
    /// <exception cref="ModelServerException">The server refused, for example because the model does not exist.</exception>
    public static async Task<ProgressStream> OpenAsync(OllamaServer server, HttpRequestMessage request, string model, CancellationToken cancellationToken)
    {
        using var call = new ModelCall(server.Endpoint, cancellationToken);
        var response = await call.RunAsync(token => OllamaServer.SendAsync(server.Http, server.Endpoint, request, token), AnswerTimeout);
        var stream = new ProgressStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), server.Endpoint, model);
        try
        {
            while (await stream.NextAsync(cancellationToken) is { } line)
            {
                stream._read.Add(line);
                if (line.Total > 0 || line.Status == "success")
                {
                    break;
                }
            }

            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Size of the first file in bytes; zero when nothing is downloaded.</summary>
    public long FirstTotalBytes => _read.LastOrDefault()?.Total ?? 0;

    /// <summary>The events; a failure in the middle is the event <c>error</c>.</summary>
    public async IAsyncEnumerable<SseItem<object>> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var owned = this;
        var succeeded = false;
        foreach (var line in _read)
        {
            succeeded |= line.Status == "success";
            yield return Event(line);
        }

        Failure? failure = null;
        while (!succeeded)
        {
            OllamaWire.ProgressLine? line;
            try
            {
                line = await NextAsync(cancellationToken);
            }
            catch (ModelServerException error)
            {
                failure = Failure.From(error);
                break;
            }

            if (line is null)
            {
                failure = Failure.From(ModelServerException.Broken(_endpoint, inner: null));
                break;
            }

            succeeded = line.Status == "success";
            yield return Event(line);
        }

        yield return failure is null ? new(new ModelContracts.Done(_model), "done") : new(failure.ToProblem(), "error");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private static SseItem<object> Event(OllamaWire.ProgressLine line) => new(new ModelContracts.Progress(line.Status ?? "", line.Completed, line.Total), "progress");

    private async Task<OllamaWire.ProgressLine?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await _lines.ReadLineAsync(cancellationToken);
            if (text is null)
            {
                return null;
            }

            var line = JsonSerializer.Deserialize(text, OllamaJson.Default.ProgressLine) ?? throw ModelServerException.Broken(_endpoint, inner: null);
            return line.Error is { } error
                ? throw ModelServerException.Refused(_endpoint, error.Contains("does not exist", StringComparison.Ordinal) || error.Contains("not found", StringComparison.Ordinal) ? 404 : 500, $"{_model}: {error}")
                : line;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException && !cancellationToken.IsCancellationRequested)
        {
            throw ModelServerException.Broken(_endpoint, error);
        }
    }
}
