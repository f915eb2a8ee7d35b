using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;

namespace LocalAi.DashboardBench.Demo;

/// <summary>Telemetry as the LocalAi stack sends it, with made-up but plausible numbers; the same seed gives the same telemetry.</summary>
internal sealed class DemoTelemetry(int seed)
{
    private static readonly string[] Questions =
    [
        "Summarize the minutes of Tuesday's meeting", "Which invoices are overdue?", "Draft a reply to the landlord", "What did we decide about the heat pump?",
    ];

    private readonly Random _random = new(seed);

    /// <summary>One chat turn that ends at <paramref name="end"/> (nanoseconds): web, agent, tools, model and database.</summary>
    public ExportTraceServiceRequest ChatTurn(long end, string model, string provider, double vramShare = 1, bool fails = false)
    {
        var tokensIn = _random.Next(300, 3_500);
        var tokensOut = _random.Next(40, 420);
        var decodeRate = (model.Contains("70b", StringComparison.Ordinal) ? 14 : 58) / (vramShare + ((1 - vramShare) * 15)) * (0.9 + (_random.NextDouble() * 0.2));
        var queue = _random.NextDouble() < 0.2 ? _random.NextDouble() * 1.4 : 0.01;
        var load = _random.NextDouble() < 0.06 ? 2.2 + _random.NextDouble() : 0.02;
        var prefill = tokensIn / (1_900.0 * (0.9 + (_random.NextDouble() * 0.2)));
        var decode = tokensOut / decodeRate;
        var tool = _random.NextDouble() < 0.45 ? 0.2 + (_random.NextDouble() * 1.1) : 0;
        var call = queue + load + prefill + decode;
        var total = 0.06 + tool + call + 0.05;
        var start = end - UnixTime.FromSeconds(total);
        var trace = Id(16);
        var web = new SpanSet("web", "web-1");
        var agent = new SpanSet("agent", "agent-1");
        var server = new SpanSet("model-server", "sim-1");

        var root = web.Add(trace, null, "POST /chat", 2, start, total, "Microsoft.AspNetCore", ("http.request.method", "POST"), ("url.path", "/chat"), ("http.response.status_code", 200L));
        var http = web.Add(trace, root, "POST", 3, At(start, 0.004), total - 0.008, "System.Net.Http", ("server.address", "agent"), ("http.request.method", "POST"), ("http.response.status_code", 200L));
        var turn = agent.Add(trace, http, "POST /api/conversations/{id}/messages", 2, At(start, 0.007), total - 0.014, "Microsoft.AspNetCore", ("http.route", "/api/conversations/{id}/messages"), ("http.response.status_code", 200L));
        agent.Add(trace, turn, "agentdb", 3, At(start, 0.012), 0.006, "Npgsql", ("db.system.name", "postgresql"), ("db.query.text", "SELECT role, content FROM messages WHERE conversation_id = $1 ORDER BY created_at"));
        var agentSpan = agent.Add(trace, turn, "invoke_agent assistant", 1, At(start, 0.02), total - 0.05, "LocalAi.AgentApi", ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "assistant"));
        if (tool > 0)
        {
            agent.Add(trace, agentSpan, "execute_tool web-search", 1, At(start, 0.03), tool, "Microsoft.SemanticKernel", ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "web-search"), ("gen_ai.tool.call.id", "call_1"));
        }

        var question = Questions[_random.Next(Questions.Length)];
        var chat = agent.Add(
            trace, agentSpan, $"chat {model}", 3, At(start, 0.035 + tool), call, "Experimental.Microsoft.Extensions.AI",
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", provider), ("gen_ai.request.model", model), ("gen_ai.response.model", model),
            ("gen_ai.usage.input_tokens", (long)tokensIn), ("gen_ai.usage.output_tokens", fails ? 0L : tokensOut), ("server.address", "localhost"), ("server.port", 11434L),
            ("localai.model.queue_seconds", queue), ("localai.model.load_seconds", load), ("localai.model.prefill_seconds", prefill), ("localai.model.decode_seconds", decode),
            ("localai.model.time_to_first_token_seconds", queue + load + prefill), ("localai.model.timing_source", "server"),
            ("gen_ai.input.messages", $$"""[{"role":"system","parts":[{"type":"text","content":"You are a helpful assistant."}]},{"role":"user","parts":[{"type":"text","content":"{{question}}"}]}]"""),
            ("gen_ai.output.messages", """[{"role":"assistant","parts":[{"type":"text","content":"Here is what I found. <script>alert(1)</script> stays text."}]}]"""));
        if (fails)
        {
            agent.Last.Status = new SpanStatus { Code = 2, Message = "The model server closed the connection." };
            agent.Last.Attributes.Add(Pair("error.type", "HttpRequestException"));
            var failure = new Dashboard.Receiver.Wire.SpanEvent { Name = "exception", TimeUnixNano = (ulong)At(start, 0.4 + tool) };
            failure.Attributes.Add(Pair("exception.type", "System.Net.Http.HttpRequestException"));
            failure.Attributes.Add(Pair("exception.message", "The response ended prematurely."));
            agent.Last.Events.Add(failure);
        }

        server.Add(trace, chat, "POST /api/chat", 2, At(start, 0.037 + tool), call - 0.004, "Microsoft.AspNetCore", ("http.route", "/api/chat"), ("http.response.status_code", fails ? 500L : 200L));
        agent.Add(trace, turn, "agentdb", 3, At(start, 0.04 + tool + call), 0.008, "Npgsql", ("db.system.name", "postgresql"), ("db.query.text", "INSERT INTO messages (id, conversation_id, role, content, usage) VALUES ($1, $2, $3, $4, $5)"));
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(web.Spans);
        request.ResourceSpans.Add(agent.Spans);
        request.ResourceSpans.Add(server.Spans);
        return request;
    }

    /// <summary>A short request that calls no model.</summary>
    public ExportTraceServiceRequest SmallRequest(long end)
    {
        var seconds = Math.Pow(10, -3.2 + (_random.NextDouble() * 2.4));
        var start = end - UnixTime.FromSeconds(seconds);
        var trace = Id(16);
        var web = new SpanSet("web", "web-1");
        var agent = new SpanSet("agent", "agent-1");
        var path = _random.Next(3) switch { 0 => "/api/conversations", 1 => "/api/models", _ => "/v1/models" };
        var fails = _random.NextDouble() < 0.03;
        var root = web.Add(trace, null, $"GET {path}", 3, start, seconds, "System.Net.Http", ("http.request.method", "GET"), ("url.full", $"http://agent{path}"));
        var server = agent.Add(trace, root, $"GET {path}", 2, At(start, seconds * 0.1), seconds * 0.8, "Microsoft.AspNetCore", ("http.route", path), ("http.response.status_code", fails ? 503L : 200L));
        if (fails)
        {
            agent.Last.Status = new SpanStatus { Code = 2 };
        }

        agent.Add(trace, server, "agentdb", 3, At(start, seconds * 0.3), seconds * 0.4, "Npgsql", ("db.system.name", "postgresql"), ("db.query.text", "SELECT 1"));
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(web.Spans);
        request.ResourceSpans.Add(agent.Spans);
        return request;
    }

    public ExportLogsServiceRequest Logs(long now, ByteString? trace = null)
    {
        var (severity, category, body) = _random.Next(6) switch
        {
            0 => (13, "LocalAi.AgentApi.Models.ModelRouter", "The model server answers slowly: 4.2 s to the first token"),
            1 => (17, "Microsoft.AspNetCore.Server.Kestrel", "Connection id 0HNG2 ended with <b>an error</b>"),
            2 => (5, "Npgsql.Command", "Command execution completed (duration=3ms): SELECT role, content FROM messages"),
            _ => (9, "LocalAi.AgentApi.Conversations", $"Stored message {_random.Next(10_000)} of conversation {_random.Next(40)}"),
        };
        var record = new LogRecord
        {
            TimeUnixNano = (ulong)now,
            SeverityNumber = severity,
            Body = new AnyValue { StringValue = body },
            TraceId = trace ?? ByteString.Empty,
            SpanId = trace is null ? ByteString.Empty : Id(8),
        };
        record.Attributes.Add(Pair("{OriginalFormat}", "Stored message {Message} of conversation {Conversation}"));
        record.Attributes.Add(Pair("RequestPath", "/api/conversations"));
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = category } };
        scope.LogRecords.Add(record);
        var logs = new ResourceLogs { Resource = Sender("agent", "agent-1") };
        logs.ScopeLogs.Add(scope);
        return new ExportLogsServiceRequest { ResourceLogs = { logs } };
    }

    /// <summary>Gauges of loaded models and a GPU, counters and a histogram of requests. <paramref name="step"/> counts reports.</summary>
    public ExportMetricsServiceRequest Metrics(long now, long start, int step)
    {
        const double Gib = 1024 * 1024 * 1024;
        var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "LocalAi.AgentApi" } };
        scope.Metrics.Add(Gauge("localai.model.size.bytes", "By", now, ("llama3.1:8b", 6.1 * Gib), ("llama3.3:70b", 42.5 * Gib)));
        scope.Metrics.Add(Gauge("localai.model.vram.bytes", "By", now, ("llama3.1:8b", 6.1 * Gib), ("llama3.3:70b", 26.8 * Gib)));
        scope.Metrics.Add(Gauge("localai.model.context.length", "{token}", now, ("llama3.1:8b", 8192), ("llama3.3:70b", 8192)));
        scope.Metrics.Add(Gauge("localai.model.expires_in", "s", now, ("llama3.1:8b", 300 - (step % 300)), ("llama3.3:70b", 280 - (step % 280))));
        scope.Metrics.Add(Gauge("localai.model.active_requests", "{request}", now, ("llama3.1:8b", step % 3), ("llama3.3:70b", 1)));
        scope.Metrics.Add(GpuGauge("hw.gpu.utilization", "1", now, 0.72 + (0.2 * Math.Sin(step / 7.0))));
        scope.Metrics.Add(GpuGauge("hw.gpu.memory.usage", "By", now, 32.9 * Gib));
        scope.Metrics.Add(GpuGauge("hw.gpu.memory.limit", "By", now, 34 * Gib));
        var web = new ScopeMetrics { Scope = new InstrumentationScope { Name = "Microsoft.AspNetCore.Hosting" } };
        web.Metrics.Add(RequestHistogram(now, start, step));
        var runtime = new ScopeMetrics { Scope = new InstrumentationScope { Name = "System.Runtime" } };
        runtime.Metrics.Add(Gauge("dotnet.process.memory.working_set", "By", now, ("", (180 + (20 * Math.Sin(step / 11.0))) * 1024 * 1024)));
        var counter = new Sum { AggregationTemporality = AggregationTemporality.Cumulative, IsMonotonic = true };
        counter.DataPoints.Add(Point(now, start, step * 3_500_000.0));
        runtime.Metrics.Add(new Metric { Name = "dotnet.gc.heap.total_allocated", Unit = "By", Description = "Bytes allocated on the managed heap.", Sum = counter });
        var metrics = new ResourceMetrics { Resource = Sender("agent", "agent-1") };
        metrics.ScopeMetrics.AddRange([scope, web, runtime]);
        return new ExportMetricsServiceRequest { ResourceMetrics = { metrics } };
    }

    public static Resource Sender(string name, string instance)
    {
        var resource = new Resource();
        resource.Attributes.AddRange([Pair("service.name", name), Pair("service.instance.id", instance), Pair("telemetry.sdk.language", "dotnet"), Pair("telemetry.sdk.version", "1.20.1")]);
        return resource;
    }

    public static KeyValue Pair(string key, object value) => new()
    {
        Key = key,
        Value = value switch
        {
            string text => new AnyValue { StringValue = text },
            long whole => new AnyValue { IntValue = whole },
            double number => new AnyValue { DoubleValue = number },
            _ => new AnyValue { BoolValue = (bool)value },
        },
    };

    public ByteString Id(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    public static long At(long start, double seconds) => start + UnixTime.FromSeconds(seconds);

    private static NumberDataPoint Point(long now, long start, double value) =>
        new() { TimeUnixNano = (ulong)now, StartTimeUnixNano = (ulong)start, AsDouble = value };

    private static Metric Gauge(string name, string unit, long now, params (string Model, double Value)[] values)
    {
        var gauge = new Gauge();
        foreach (var (model, value) in values)
        {
            var point = Point(now, 0, value);
            if (model.Length > 0)
            {
                point.Attributes.AddRange([Pair("gen_ai.request.model", model), Pair("gen_ai.provider.name", "ollama"), Pair("server.address", "localhost"), Pair("server.port", 11434L)]);
            }

            gauge.DataPoints.Add(point);
        }

        return new Metric { Name = name, Unit = unit, Gauge = gauge };
    }

    private static Metric GpuGauge(string name, string unit, long now, double value)
    {
        var point = Point(now, 0, value);
        point.Attributes.AddRange([Pair("hw.id", "0"), Pair("hw.name", "NVIDIA GeForce RTX 5090")]);
        return new Metric { Name = name, Unit = unit, Gauge = new Gauge { DataPoints = { point } } };
    }

    private Metric RequestHistogram(long now, long start, int step)
    {
        double[] bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
        var histogram = new Histogram { AggregationTemporality = AggregationTemporality.Cumulative };
        foreach (var (route, status, shift) in new[] { ("/api/conversations", 200L, 0), ("/api/conversations/{id}/messages", 200L, 4), ("/api/models", 503L, 1) })
        {
            var point = new HistogramDataPoint { TimeUnixNano = (ulong)now, StartTimeUnixNano = (ulong)start };
            point.ExplicitBounds.AddRange(bounds);
            ulong total = 0;
            for (var index = 0; index <= bounds.Length; index++)
            {
                var count = (ulong)(step * Math.Max(0, 6 - Math.Abs(index - 3 - shift)) / (status == 503 ? 9 : 2));
                point.BucketCounts.Add(count);
                total += count;
            }

            (point.Count, point.Sum) = (total, total * 0.08);
            point.Attributes.AddRange([Pair("http.route", route), Pair("http.response.status_code", status), Pair("http.request.method", "POST")]);
            point.Exemplars.Add(new Exemplar { TimeUnixNano = (ulong)now, AsDouble = 0.2, TraceId = Id(16), SpanId = Id(8) });
            histogram.DataPoints.Add(point);
        }

        return new Metric { Name = "http.server.request.duration", Unit = "s", Description = "Duration of HTTP server requests.", Histogram = histogram };
    }
}
