using LocalAi.AgentApi.Telemetry;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>What every model client is wrapped in: spans and metrics of Microsoft.Extensions.AI outside, our phases inside its span.</summary>
internal sealed class ModelPipeline(ModelMetrics metrics, TimeProvider time, ILoggerFactory loggers)
{
    public IChatClient Wrap(IChatClient client) => new OpenTelemetryChatClient(
        new MeasuredChatClient(client, metrics, time), loggers.CreateLogger<OpenTelemetryChatClient>(), TelemetryNames.ExtensionsAiSource);

    public IEmbeddingGenerator<string, Embedding<float>> Wrap(IEmbeddingGenerator<string, Embedding<float>> generator) =>
        new OpenTelemetryEmbeddingGenerator<string, Embedding<float>>(
            generator, loggers.CreateLogger<OpenTelemetryEmbeddingGenerator<string, Embedding<float>>>(), TelemetryNames.ExtensionsAiSource);
}
