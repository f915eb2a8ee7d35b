using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;
using LocalAi.ServiceDefaults;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Tests.Models;

public class ModelActivityTests
{
    private static readonly ModelKey Llama = new("ollama", "llama3.1:8b", "chat");

    [Fact]
    public void Activity_KeepsEveryNumberOfACall_WhenItsSpanHasPhases()
    {
        var (store, activity) = Create();

        store.Add(Otlp.Traces("agent", Call(1, 2)));

        var total = Window(activity).Total;
        Assert.Equal((1, 0, 1_000, 101, 1, 1_000), (total.Requests, total.Errors, total.InputTokens, total.OutputTokens, total.ServerTimed, total.MaxInputTokens));
        Assert.Equal(new ModelPhases(0.25, 0.5, 0.75, 2, 0, 0.5), total.Phases);
        Assert.Equal((50.5, 1_000 / 0.75, 2.75 / 4, 4), (total.TokensPerSecond, total.PromptTokensPerSecond, total.GpuBoundShare, total.BusySeconds));
        Assert.InRange(total.TimeToFirstToken.Quantile(0.5), 1.5 * 0.99, 1.5 * 1.01);
        Assert.InRange(total.TimePerOutputToken.Quantile(0.5), 0.02 * 0.99, 0.02 * 1.01);
        var request = Assert.Single(activity.Recent(0));
        Assert.Equal((Llama, 2UL, 4.0, null), (request.Model, request.SpanId, request.Seconds, request.Error));
    }

    [Fact]
    public void Activity_SplitsATurn_WhateverTheOrderWithinABatch()
    {
        var (store, activity) = Create();
        var server = Otlp.Span(1, 10, name: "POST /api/conversations/{id}/messages", start: -10, seconds: 7, kind: 2);
        var tool = Otlp.Span(1, 11, 10, "execute_tool web-search", -9.5, 1.5, 1, (Names.OperationName, "execute_tool"), (Names.ToolName, "web-search"));

        store.Add(Otlp.Traces("agent", server, tool, Call(1, 12, 10, start: -8)));

        var phases = Window(activity).Total.Phases;
        Assert.Equal((1.5, 0.5 + 1.5), (phases.Tools, Math.Round(phases.Rest, 6)));
    }

    [Fact]
    public void Activity_ClaimsTheToolsBeforeTheFirstCall_WhenTheyComeInAnEarlierBatch()
    {
        var (store, activity) = Create();
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 11, 10, "execute_tool", -9.5, 1.5, 1, (Names.OperationName, "execute_tool"))));

        store.Add(Otlp.Traces("agent", Call(1, 12, 10, start: -8)));

        Assert.Equal(1.5, Window(activity).Total.Phases.Tools);
    }

    [Fact]
    public void Activity_CountsOnce_WhenACallIsWrappedByAnother()
    {
        var (store, activity) = Create();

        store.Add(Otlp.Traces("agent", Call(1, 3, 2, start: -6), Call(1, 2, 1, start: -5.9)));

        Assert.Equal(1, Window(activity).Total.Requests);
    }

    [Fact]
    public void Activity_CountsErrors_WhenTheSpanFailed()
    {
        var (store, activity) = Create();
        var failed = Call(1, 2);
        failed.Attributes.Add(Otlp.Pair(Names.ErrorType, "timeout"));

        store.Add(Otlp.Traces("agent", failed));

        Assert.Equal(1, Window(activity).Total.Errors);
        Assert.Equal("timeout", Assert.Single(activity.Recent(0)).Error);
    }

    [Theory]
    [InlineData(-5.0)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void Activity_BoundsPhases_WhenTheyAreAbsurd(double seconds)
    {
        var (store, activity) = Create();

        store.Add(Otlp.Traces("agent", Otlp.Span(
            1, 2, 0, "chat x", -4, 4, 3, (Names.OperationName, "chat"), (Names.RequestModel, "x"), (Names.DecodeSeconds, seconds), (Names.OutputTokens, -3))));

        var total = Assert.Single(activity.Query(From, To, 60)).Value.Total;
        Assert.InRange(total.Phases.Decode, 0, 4);
        Assert.Equal(0, total.OutputTokens);
    }

    [Fact]
    public void Activity_PutsModelsTogether_WhenThereAreTooMany()
    {
        var (store, activity) = Create();
        for (var model = 0; model < 300; model++)
        {
            store.Add(Otlp.Traces("agent", Call(model + 1, 2, model: $"model-{model}-{new string('x', 10_000)}")));
        }

        var models = activity.Query(From, To, 60);

        Assert.Equal(101, models.Count);
        Assert.Equal(200, models[ModelKey.Other].Total.Requests);
        Assert.All(models.Keys, key => Assert.InRange(key.Model.Length, 1, 200));
    }

    [Fact]
    public void Gauges_KnowLoadedModelsAndGpus_UntilTheyAreNotReported()
    {
        var time = Otlp.FixedTime();
        var (store, gauges) = (Otlp.Store(time: time), new ModelGauges(time));
        store.Metrics.NumberAdded = gauges.Add;
        (string, object)[] model = [(Names.RequestModel, "llama"), (Names.ServerAddress, "localhost"), (Names.ServerPort, 11434)];
        for (var report = 0; report < 2; report++)
        {
            store.Add(Otlp.Metrics(
                "agent",
                Otlp.Gauge(TelemetryNames.Instruments.ModelSizeBytes, Otlp.Point(0, 100, model)),
                Otlp.Gauge(TelemetryNames.Instruments.ModelVramBytes, Otlp.Point(0, 63, model)),
                Otlp.Gauge(TelemetryNames.Instruments.GpuUtilization, Otlp.Point(0, 0.5, ("hw.id", "0"), ("hw.name", "RTX")))));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([new LoadedModel("llama", "localhost:11434", 100, 63, null, null)], gauges.Loaded());
        Assert.Equal(0.63, gauges.Loaded()[0].VramShare);
        Assert.Equal([new GpuState("RTX", 0.5, null, null)], gauges.Gpus());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(gauges.Loaded());
        Assert.Empty(gauges.Gpus());
    }

    private static long From => (Otlp.Now / UnixTime.NanosPerSecond) - 3_600;

    private static long To => (Otlp.Now / UnixTime.NanosPerSecond) + 60;

    internal static Span Call(long trace, long id, long parent = 0, double start = -5, string model = "llama3.1:8b") => Otlp.Span(
        trace, id, parent, $"chat {model}", start, 4, 3,
        (Names.OperationName, "chat"), (Names.ProviderName, "ollama"), (Names.RequestModel, model), (Names.InputTokens, 1_000), (Names.OutputTokens, 101),
        (Names.QueueSeconds, 0.25), (Names.LoadSeconds, 0.5), (Names.PrefillSeconds, 0.75), (Names.DecodeSeconds, 2.0), (Names.TimingSource, "server"));

    private static (TelemetryStore Store, ModelActivity Activity) Create()
    {
        var time = Otlp.FixedTime();
        var activity = new ModelActivity(time);
        var store = Otlp.Store(time: time);
        store.SpansAdded = activity.Add;
        return (store, activity);
    }

    private static ModelWindow Window(ModelActivity activity) => Assert.Single(activity.Query(From, To, 60), entry => entry.Key == Llama).Value;
}
