using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Health;
using Microsoft.Extensions.Hosting;

namespace LocalAi.Hosting.Ollama;

/// <summary>Pulls the models of an Ollama server that is ready, one after the other, and shows the progress as their state.</summary>
internal sealed class OllamaModelPuller(ResourceNotificationService notifications, IHttpClientFactory clients) : BackgroundService
{
    private readonly Channel<OllamaModelResource> _queue = Channel.CreateBounded<OllamaModelResource>(64);

    /// <summary>Queues a model.</summary>
    public Task EnqueueAsync(OllamaModelResource model, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(model, cancellationToken).AsTask();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var model in _queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await PullAsync(model, stoppingToken).ConfigureAwait(false);
                await ShowAsync(model, KnownResourceStates.Running, KnownResourceStateStyles.Success).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                await ShowAsync(model, $"Not pulled: {e.Message}", KnownResourceStateStyles.Error).ConfigureAwait(false);
            }
        }
    }

    private async Task PullAsync(OllamaModelResource model, CancellationToken cancellationToken)
    {
        var server = new Uri((await model.Parent.UriExpression.GetValueAsync(cancellationToken).ConfigureAwait(false))!);
        using var client = clients.CreateClient(EndpointHealthCheck.ClientName);
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (await OllamaModelHealthCheck.HasModelAsync(client, server, model.ModelName, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/api/pull")) { Content = JsonContent.Create(new { model = model.ModelName }) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        var shown = "";
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var progress = JsonNode.Parse(line);
            if ((string?)progress?["error"] is { } error)
            {
                throw new HttpRequestException(error);
            }

            var share = (double?)progress?["completed"] / (double?)progress?["total"];
            var text = share is null ? $"Pulling {model.ModelName}" : $"Pulling {model.ModelName}: {100 * share:0}%";
            if (text != shown)
            {
                shown = text;
                await ShowAsync(model, text, KnownResourceStateStyles.Info).ConfigureAwait(false);
            }
        }
    }

    private Task ShowAsync(OllamaModelResource model, string text, string style) =>
        notifications.PublishUpdateAsync(model, state => state with { State = new ResourceStateSnapshot(text, style) });
}
