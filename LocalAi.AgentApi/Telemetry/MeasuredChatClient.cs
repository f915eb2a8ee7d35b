using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Telemetry;

/// <summary>
/// Works out the latency breakdown of each request, records it, puts it on the model's span (so it sits inside
/// <see cref="OpenTelemetryChatClient"/>) and hands it on in a last update under <see cref="ModelTimings.PropertyName"/>.
/// </summary>
internal sealed class MeasuredChatClient(IChatClient inner, ModelMetrics metrics, TimeProvider time) : DelegatingChatClient(inner)
{
    private readonly ChatClientMetadata _metadata = inner.GetService<ChatClientMetadata>() ?? new();

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var span = Activity.Current;
        var model = options?.ModelId;
        var start = time.GetTimestamp();
        double? firstTokenSeconds = null;
        ServerTimings? server = null;
        UsageDetails? usage = null;
        string? error = null;
        metrics.Begin(_metadata, model);
        var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    error = (exception as ModelServerException)?.Code ?? exception.GetType().FullName;
                    throw;
                }

                var update = updates.Current;
                if (firstTokenSeconds is null && update.Contents is [not UsageContent, ..])
                {
                    firstTokenSeconds = time.GetElapsedTime(start).TotalSeconds;
                }

                if (update.AdditionalProperties is { } properties && properties.TryGetValue(ServerTimings.PropertyName, out ServerTimings? timings))
                {
                    server = timings;
                }

                if (update.Contents is [.., UsageContent reported])
                {
                    usage = reported.Details;
                }

                yield return update;
            }

            yield return new ChatResponseUpdate
            {
                Role = ChatRole.Assistant,
                ModelId = model,
                AdditionalProperties = new() { [ModelTimings.PropertyName] = Compute() },
            };
        }
        finally
        {
            await updates.DisposeAsync();
            metrics.End(_metadata, model, span, Compute(), usage, error);
        }

        ModelTimings Compute() => ModelTimings.Compute(server, time.GetElapsedTime(start).TotalSeconds, firstTokenSeconds, usage);
    }
}
