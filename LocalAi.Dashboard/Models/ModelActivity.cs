using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Traces;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Models;

/// <summary>
/// What the models did: buckets of ten seconds for the last hour and of a minute for the last day, the latest requests, and what is
/// not yet on disk. The ingest worker writes, pages read.
/// </summary>
internal sealed class ModelActivity(TimeProvider time)
{
    public const long FineStepSeconds = 10;
    public const long MinuteSeconds = 60;
    public const long FineKeptSeconds = 3_600;
    public const long MinutesKeptSeconds = 25 * 3_600;
    private const int MaxModels = 100;
    private const int MaxRecent = 5_000;

    private readonly Lock _gate = new();
    private readonly BucketSeries _fine = new(FineStepSeconds, FineKeptSeconds);
    private readonly BucketSeries _minutes = new(MinuteSeconds, MinutesKeptSeconds);
    private readonly Dictionary<(ModelKey Model, long Minute), ModelBucket> _unsaved = [];
    private readonly Queue<ModelRequest> _recent = new();
    private readonly HashSet<ModelKey> _known = [];
    private readonly ModelTurns _turns = new();
    private readonly List<(TraceSpan Span, ModelRequest Request)> _calls = [];
    private readonly List<TraceSpan> _others = [];
    private long _version;

    /// <summary>Changes with every model call, tool call and turn.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Takes what spans tell about models. Called by the ingest worker.</summary>
    public void Add(IReadOnlyList<TraceSpan> spans)
    {
        var now = time.Now();
        _calls.Clear();
        _others.Clear();
        foreach (var span in spans)
        {
            var operation = span.Attribute(Names.OperationName);
            if (ModelSpanReader.Read(span, operation, now) is { } request)
            {
                _calls.Add((span, request));
            }
            else if (span.Kind == SpanKind.Server || ModelSpanReader.IsTool(operation))
            {
                _others.Add(span);
            }
        }

        // A sender groups a batch by scope: what ends a turn may come before what happened in it.
        foreach (var (span, request) in _calls.OrderBy(call => call.Span.End))
        {
            if (_turns.TryAddCall(span, request, out var tools))
            {
                Add(request, tools);
            }
        }

        foreach (var span in _others.OrderBy(span => span.Kind == SpanKind.Server).ThenBy(span => span.End))
        {
            if (span.Kind != SpanKind.Server)
            {
                AddTool(span, now);
            }
            else if (_turns.TryEnd(span) is { } turn)
            {
                Add(turn.Model, UnixTime.PlausibleOr(span.End, now), new ModelPhases(0, 0, 0, 0, 0, turn.RestSeconds));
            }
        }
    }

    /// <summary>The buckets of a window, summed by model and by step; <paramref name="step"/> a multiple of the buckets' length.</summary>
    public Dictionary<ModelKey, ModelWindow> Query(long fromSeconds, long toSeconds, long step)
    {
        lock (_gate)
        {
            var series = step % MinuteSeconds == 0 && toSeconds - fromSeconds > FineKeptSeconds ? _minutes : _fine;
            return ModelWindow.Collect(series.Between(fromSeconds, toSeconds), fromSeconds, toSeconds, step);
        }
    }

    /// <summary>The latest requests that ended in the window, oldest first.</summary>
    public ModelRequest[] Recent(long fromSeconds)
    {
        lock (_gate)
        {
            return [.. _recent.Where(request => request.End >= fromSeconds * UnixTime.NanosPerSecond)];
        }
    }

    /// <summary>What was added since the last call, by model and minute (in minutes since 1970). Also forgets what is too old.</summary>
    public IReadOnlyList<(ModelKey Model, long Minute, ModelBucket Bucket)> TakeUnsaved()
    {
        lock (_gate)
        {
            var seconds = time.Now() / UnixTime.NanosPerSecond;
            _fine.Trim(seconds);
            _minutes.Trim(seconds);
            var taken = _unsaved.Select(entry => (entry.Key.Model, entry.Key.Minute, entry.Value)).ToArray();
            _unsaved.Clear();
            return taken;
        }
    }

    /// <summary>Gives back what could not be written.</summary>
    public void PutBack(IEnumerable<(ModelKey Model, long Minute, ModelBucket Bucket)> buckets)
    {
        lock (_gate)
        {
            foreach (var (model, minute, bucket) in buckets)
            {
                Unsaved(model, minute).Add(bucket);
            }
        }
    }

    /// <summary>Takes what was on disk. It is shown and not written again.</summary>
    public void Restore(IEnumerable<(ModelKey Model, long Minute, ModelBucket Bucket)> buckets)
    {
        lock (_gate)
        {
            var now = time.Now() / UnixTime.NanosPerSecond;
            foreach (var (model, minute, bucket) in buckets)
            {
                var known = Known(model);
                var seconds = minute * MinuteSeconds;
                if (seconds >= now - MinutesKeptSeconds)
                {
                    _minutes.Get(known, seconds).Add(bucket);
                }

                if (seconds >= now - FineKeptSeconds)
                {
                    _fine.Get(known, seconds).Add(bucket);
                }
            }
        }

        Interlocked.Increment(ref _version);
    }

    private void AddTool(TraceSpan span, long now)
    {
        if (_turns.AddTool(span) is { } model)
        {
            Add(model, UnixTime.PlausibleOr(span.End, now), new ModelPhases(0, 0, 0, 0, UnixTime.Seconds(span.Duration), 0));
        }
    }

    private void Add(ModelRequest request, double tools)
    {
        lock (_gate)
        {
            var model = Known(request.Model);
            var seconds = request.End / UnixTime.NanosPerSecond;
            foreach (var bucket in Buckets(model, seconds))
            {
                bucket.Add(request);
                bucket.Add(new ModelPhases(0, 0, 0, 0, tools, 0));
            }

            if (_recent.Count == MaxRecent)
            {
                _recent.Dequeue();
            }

            _recent.Enqueue(request with { Model = model });
        }

        Interlocked.Increment(ref _version);
    }

    private void Add(ModelKey model, long end, ModelPhases phases)
    {
        lock (_gate)
        {
            foreach (var bucket in Buckets(Known(model), end / UnixTime.NanosPerSecond))
            {
                bucket.Add(phases);
            }
        }

        Interlocked.Increment(ref _version);
    }

    private ModelBucket[] Buckets(ModelKey model, long seconds) =>
        [_fine.Get(model, seconds), _minutes.Get(model, seconds), Unsaved(model, seconds / MinuteSeconds)];

    private ModelBucket Unsaved(ModelKey model, long minute)
    {
        if (!_unsaved.TryGetValue((model, minute), out var bucket))
        {
            _unsaved.Add((model, minute), bucket = new ModelBucket());
        }

        return bucket;
    }

    // Names come from senders: beyond a number that no stack has, they are one.
    private ModelKey Known(ModelKey model)
    {
        if (_known.Contains(model) || (_known.Count < MaxModels && _known.Add(model)))
        {
            return model;
        }

        return ModelKey.Other;
    }
}
