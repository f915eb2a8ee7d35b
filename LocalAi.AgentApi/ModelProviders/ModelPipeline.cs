using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Telemetry;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>What every model client is wrapped in: what callers use outermost, then spans and metrics of Microsoft.Extensions.AI, our phases inside its span.</summary>
internal sealed class ModelPipeline(ModelMetrics metrics, AccessMeter access, TimeProvider time, ILoggerFactory loggers)
{
    private ProviderPrefix? _prefix;

    /// <summary>The same for a provider, whose models callers name <c>provider/model</c>.</summary>
    public ModelPipeline For(string provider) => new(metrics, access, time, loggers) { _prefix = new(provider + "/") };

    public IChatClient Wrap(IChatClient client)
    {
        var traced = new OpenTelemetryChatClient(
            new MeasuredChatClient(client, metrics, time), loggers.CreateLogger<OpenTelemetryChatClient>(), TelemetryNames.ExtensionsAiSource);
        return new MeteredChatClient(_prefix?.Wrap(traced) ?? traced, access);
    }

    public IEmbeddingGenerator<string, Embedding<float>> Wrap(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        var traced = new OpenTelemetryEmbeddingGenerator<string, Embedding<float>>(
            generator, loggers.CreateLogger<OpenTelemetryEmbeddingGenerator<string, Embedding<float>>>(), TelemetryNames.ExtensionsAiSource);
        return new MeteredEmbeddingGenerator(_prefix?.Wrap(traced) ?? traced, access);
    }
}
