namespace LocalAi.Dashboard.Models;

/// <summary>What a model did in a span of time. Buckets add up.</summary>
public sealed class ModelBucket
{
    // A load shorter than this is the server finding the model in memory.
    private const double RealLoadSeconds = 0.25;

    public long Requests { get; internal set; }

    public long Errors { get; internal set; }

    public long InputTokens { get; internal set; }

    public long OutputTokens { get; internal set; }

    /// <summary>Input tokens of the requests whose prefill is known; for the rate.</summary>
    public long PrefillTokens { get; internal set; }

    /// <summary>Output tokens of the requests whose decode is known; for the rate.</summary>
    public long DecodeTokens { get; internal set; }

    /// <summary>Requests that had to wait for the model to be loaded.</summary>
    public long Loads { get; internal set; }

    /// <summary>Requests whose phases the model server measured; the others were timed by the client's clock or not at all.</summary>
    public long ServerTimed { get; internal set; }

    public long MaxInputTokens { get; internal set; }

    /// <summary>Seconds of model requests; divided by the length of the window, the average number under way (Little's law).</summary>
    public double BusySeconds { get; internal set; }

    public ModelPhases Phases { get; internal set; }

    /// <summary>Seconds from request to first token.</summary>
    public LatencySketch TimeToFirstToken { get; } = new();

    /// <summary>Seconds per output token after the first.</summary>
    public LatencySketch TimePerOutputToken { get; } = new();

    /// <summary>Seconds of whole requests.</summary>
    public LatencySketch Duration { get; } = new();

    /// <summary>Output tokens per second of decoding: how fast the model writes, whatever the load.</summary>
    public double TokensPerSecond => Phases.Decode > 0 ? DecodeTokens / Phases.Decode : 0;

    /// <summary>Input tokens per second of prefill: how fast the model reads.</summary>
    public double PromptTokensPerSecond => Phases.Prefill > 0 ? PrefillTokens / Phases.Prefill : 0;

    /// <summary>0 to 1: prefill and decode of the time that model requests took.</summary>
    public double GpuBoundShare => BusySeconds > 0 ? Math.Min(1, Phases.GpuBound / BusySeconds) : 0;

    public bool IsEmpty => Requests == 0 && Phases == default;

    internal void Add(ModelRequest request)
    {
        Requests++;
        Errors += request.IsError ? 1 : 0;
        InputTokens += request.InputTokens;
        OutputTokens += request.OutputTokens;
        MaxInputTokens = Math.Max(MaxInputTokens, request.InputTokens);
        BusySeconds += request.Seconds;
        Phases += request.Phases;
        Duration.Add(request.Seconds);
        TimeToFirstToken.Add(request.TimeToFirstToken);
        TimePerOutputToken.Add(request.TimePerOutputToken);
        PrefillTokens += request.Phases.Prefill > 0 ? request.InputTokens : 0;
        DecodeTokens += request.Phases.Decode > 0 ? request.OutputTokens : 0;
        Loads += request.Phases.Load >= RealLoadSeconds ? 1 : 0;
        ServerTimed += request.IsServerTimed ? 1 : 0;
    }

    internal void Add(ModelPhases phases) => Phases += phases;

    internal void Add(ModelBucket other)
    {
        Requests += other.Requests;
        Errors += other.Errors;
        InputTokens += other.InputTokens;
        OutputTokens += other.OutputTokens;
        PrefillTokens += other.PrefillTokens;
        DecodeTokens += other.DecodeTokens;
        Loads += other.Loads;
        ServerTimed += other.ServerTimed;
        MaxInputTokens = Math.Max(MaxInputTokens, other.MaxInputTokens);
        BusySeconds += other.BusySeconds;
        Phases += other.Phases;
        TimeToFirstToken.Add(other.TimeToFirstToken);
        TimePerOutputToken.Add(other.TimePerOutputToken);
        Duration.Add(other.Duration);
    }
}
