using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.AgentApi.Telemetry;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalAi.AgentApi.Tests.Telemetry;

public sealed class ModelTelemetryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Turn_IsOneTraceWithPhasesToolsAndDatabase()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.GetProperty("messages").GetArrayLength() == 1)
            {
                await FakeOllama.ToolCallAsync(context, "time_now", new { });
            }

            await FakeOllama.DoneAsync(context, 3);
        };
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using (var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server))
        {
            await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "time?");
        }

        var model = spans.Where(span => span.OperationName == $"chat {ollama.Model}").ToList();
        Assert.Equal(2, model.Count);
        var trace = spans.Where(span => span.TraceId == model[0].TraceId).ToList();
        Assert.Equal(2, trace.Count(span => span.OperationName == $"chat {ollama.Model}"));
        Assert.Single(trace, span => span.OperationName == "execute_tool now" && span.Source.Name == TelemetryNames.SemanticKernelSource);
        Assert.Contains(trace, span => span.Source.Name == TelemetryNames.NpgsqlSource);
        var expected = new Dictionary<string, object?>
        {
            [TelemetryNames.Attributes.OperationName] = "chat",
            [TelemetryNames.Attributes.ProviderName] = "ollama",
            [TelemetryNames.Attributes.RequestModel] = ollama.Model,
            [TelemetryNames.Attributes.ServerAddress] = "127.0.0.1",
            [TelemetryNames.Attributes.ServerPort] = ollama.Port,
            [TelemetryNames.Attributes.QueueSeconds] = 0.5,
            [TelemetryNames.Attributes.LoadSeconds] = 0.25,
            [TelemetryNames.Attributes.PrefillSeconds] = 0.25,
            [TelemetryNames.Attributes.DecodeSeconds] = 1.0,
            [TelemetryNames.Attributes.TimingSource] = "server",
        };
        Assert.All(model, span => Assert.Equal(expected, expected.Keys.ToDictionary(name => name, span.GetTagItem)));
        Assert.All(model, span => Assert.Equal((11L, 3L), (Convert.ToInt64(span.GetTagItem(TelemetryNames.Attributes.InputTokens), null), Convert.ToInt64(span.GetTagItem(TelemetryNames.Attributes.OutputTokens), null))));
        Assert.DoesNotContain(trace.SelectMany(span => span.Tags), tag => tag.Value?.Contains("time?", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task ModelRequests_AreMeasuredByPhase()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var points = new ConcurrentQueue<(string Name, double Value, string? Phase, string? Error)>();
        using var listener = Listen(ollama.Model, points);
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");
        ollama.OnChat = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return FakeOllama.LineAsync(context, new { error = "out of memory" });
        };
        await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(
            [("queue", 0.5), ("load", 0.25), ("prefill", 0.25), ("decode", 1.0)],
            points.Where(point => point.Name == TelemetryNames.Instruments.PhaseDuration).Select(point => (point.Phase, point.Value)));
        Assert.Equal(
            [("prefill", 44.0), ("decode", 2.0)],
            points.Where(point => point.Name == TelemetryNames.Instruments.TokensPerSecond).Select(point => (point.Phase, point.Value)));
        Assert.Equal([1.0], points.Where(point => point.Name == TelemetryNames.Instruments.TimePerOutputToken).Select(point => point.Value));
        Assert.Single(points, point => point.Name == TelemetryNames.Instruments.TimeToFirstToken);
        Assert.Equal([null, "model_server_failed"], points.Where(point => point.Name == TelemetryNames.Instruments.RequestDuration).Select(point => point.Error));
        Assert.Equal(0, points.Where(point => point.Name == TelemetryNames.Instruments.ActiveRequests).Sum(point => point.Value));
        Assert.Equal(4, points.Count(point => point.Name == TelemetryNames.Instruments.ActiveRequests));
    }

    [Fact]
    public async Task LoadedModels_AreGauged_WhenTheServerHasThemInMemory()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var points = new ConcurrentQueue<(string Name, double Value, string? Phase, string? Error)>();
        using var listener = Listen(ollama.Model, points);
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await agent.Services.GetServices<IHostedService>().OfType<LoadedModelMonitor>().Single().PollAsync(TestContext.Current.CancellationToken);
        listener.RecordObservableInstruments();

        double Value(string name) => points.Last(point => point.Name == name).Value;
        Assert.Equal(
            (4000, 3000, 8192),
            (Value(TelemetryNames.Instruments.ModelSizeBytes), Value(TelemetryNames.Instruments.ModelVramBytes), Value(TelemetryNames.Instruments.ModelContextLength)));
        Assert.InRange(Value(TelemetryNames.Instruments.ModelExpiresIn), 200, 300);
    }

    [Fact]
    public void GpuReading_ReadsNvidiaSmi_AndLeavesOutWhatTheDriverDoesNotSay()
    {
        Assert.Equal(
            [
                new("0", "NVIDIA GeForce RTX 4090", 0.37, 10240L << 20, 24564L << 20),
                new("1", "NVIDIA Jetson", null, null, 8192L << 20),
            ],
            GpuReading.Parse("0, NVIDIA GeForce RTX 4090, 37, 10240, 24564\n1, NVIDIA Jetson, [N/A], [N/A], 8192\nNVIDIA-SMI has failed\n"));
    }

    private static MeterListener Listen(string model, ConcurrentQueue<(string, double, string?, string?)> points)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == TelemetryNames.AgentSource)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        return listener;

        void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Other tests' agents measure in the same process; each fake server has a model name of its own.
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (all.GetValueOrDefault(TelemetryNames.Attributes.RequestModel) as string == model)
            {
                points.Enqueue((instrument.Name, value, all.GetValueOrDefault(TelemetryNames.Attributes.Phase) as string, all.GetValueOrDefault(TelemetryNames.Attributes.ErrorType) as string));
            }
        }
    }
}
