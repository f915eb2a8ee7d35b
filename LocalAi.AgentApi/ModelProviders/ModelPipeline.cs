using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Telemetry;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>What every model client is wrapped in: what callers use outermost, then spans and metrics of Microsoft.Extensions.AI, our phases inside its span.</summary>
internal sealed class ModelPipeline(ModelMetrics metrics, AccessMeter access, TimeProvider time, ILoggerFactory loggers)
{
    public IChatClient Wrap(IChatClient client) => new MeteredChatClient(
        new OpenTelemetryChatClient(new MeasuredChatClient(client, metrics, time), loggers.CreateLogger<OpenTelemetryChatClient>(), TelemetryNames.ExtensionsAiSource), access);

    public IEmbeddingGenerator<string, Embedding<float>> Wrap(IEmbeddingGenerator<string, Embedding<float>> generator) =>
        new MeteredEmbeddingGenerator(
            new OpenTelemetryEmbeddingGenerator<string, Embedding<float>>(
                generator, loggers.CreateLogger<OpenTelemetryEmbeddingGenerator<string, Embedding<float>>>(), TelemetryNames.ExtensionsAiSource),
            access);
}
