using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Telemetry;

/// <summary>The metrics and span attributes of model requests that Microsoft.Extensions.AI does not have.</summary>
internal sealed class ModelMetrics
{
    private readonly UpDownCounter<int> _active;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _timePerOutputToken;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _phase;
    private readonly Histogram<double> _tokensPerSecond;

    public ModelMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.AgentSource);
        _active = meter.CreateUpDownCounter<int>(TelemetryNames.Instruments.ActiveRequests, "{request}");
        _timeToFirstToken = meter.CreateHistogram<double>(TelemetryNames.Instruments.TimeToFirstToken, "s");
        _timePerOutputToken = meter.CreateHistogram<double>(TelemetryNames.Instruments.TimePerOutputToken, "s");
        _duration = meter.CreateHistogram<double>(TelemetryNames.Instruments.RequestDuration, "s");
        _phase = meter.CreateHistogram<double>(TelemetryNames.Instruments.PhaseDuration, "s");
        _tokensPerSecond = meter.CreateHistogram<double>(TelemetryNames.Instruments.TokensPerSecond, "{token}/s");
    }

    public void Begin(ChatClientMetadata server, string? model) => _active.Add(1, Tags(server, model));

    /// <summary>Records a request that ended; <paramref name="error"/> is what <c>error.type</c> says, null after success.</summary>
    public void End(ChatClientMetadata server, string? model, Activity? span, ModelTimings timings, UsageDetails? usage, string? error)
    {
        var tags = Tags(server, model);
        _active.Add(-1, tags);
        tags.Add(TelemetryNames.Attributes.ResponseModel, model);
        if (error is not null)
        {
            tags.Add(TelemetryNames.Attributes.ErrorType, error);
            _duration.Record(timings.TotalSeconds, tags);
            return;
        }

        _duration.Record(timings.TotalSeconds, tags);
        _timeToFirstToken.Record(timings.TimeToFirstTokenSeconds, tags);
        if (usage?.OutputTokenCount > 1)
        {
            _timePerOutputToken.Record(timings.DecodeSeconds / (usage.OutputTokenCount.Value - 1), tags);
        }

        RecordPhase(_phase, tags, TelemetryNames.Phases.Queue, timings.QueueSeconds);
        RecordPhase(_phase, tags, TelemetryNames.Phases.Load, timings.LoadSeconds);
        RecordPhase(_phase, tags, TelemetryNames.Phases.Prefill, timings.PrefillSeconds);
        RecordPhase(_phase, tags, TelemetryNames.Phases.Decode, timings.DecodeSeconds);
        RecordPhase(_tokensPerSecond, tags, TelemetryNames.Phases.Prefill, timings.PrefillTokensPerSecond);
        RecordPhase(_tokensPerSecond, tags, TelemetryNames.Phases.Decode, timings.DecodeTokensPerSecond);
        Describe(span, timings);
    }

    private static void Describe(Activity? span, ModelTimings timings) => span?
        .SetTag(TelemetryNames.Attributes.QueueSeconds, timings.QueueSeconds)
        .SetTag(TelemetryNames.Attributes.LoadSeconds, timings.LoadSeconds)
        .SetTag(TelemetryNames.Attributes.PrefillSeconds, timings.PrefillSeconds)
        .SetTag(TelemetryNames.Attributes.DecodeSeconds, timings.DecodeSeconds)
        .SetTag(TelemetryNames.Attributes.TimeToFirstTokenSeconds, timings.TimeToFirstTokenSeconds)
        .SetTag(TelemetryNames.Attributes.TimingSource, timings.Source);

    private static void RecordPhase(Histogram<double> histogram, TagList tags, string phase, double? value)
    {
        if (value is { } known)
        {
            tags.Add(TelemetryNames.Attributes.Phase, phase);
            histogram.Record(known, tags);
        }
    }

    private static TagList Tags(ChatClientMetadata server, string? model) => new()
    {
        { TelemetryNames.Attributes.OperationName, "chat" },
        { TelemetryNames.Attributes.ProviderName, server.ProviderName },
        { TelemetryNames.Attributes.RequestModel, model },
        { TelemetryNames.Attributes.ServerAddress, server.ProviderUri?.Host },
        { TelemetryNames.Attributes.ServerPort, server.ProviderUri?.Port },
    };
}
