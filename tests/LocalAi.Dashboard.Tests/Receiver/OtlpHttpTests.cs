using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry.Traces;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Dashboard.Tests.Receiver;

public class OtlpHttpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_StoresSpans_WhenBodyIsProtobuf()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var answer = await sender.PostAsync("/v1/traces", Protobuf(Otlp.Traces("agent", Otlp.Span(1, 2, name: "GET /"))), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/x-protobuf", answer.Content.Headers.ContentType?.MediaType);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
        Assert.Equal("GET /", Assert.Single(server.Store.Traces.List()).Name);
    }

    [Fact]
    public async Task Export_StoresSpans_WhenBodyIsGzipped()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        var content = Gzip(Otlp.Traces("agent", Otlp.Span(1, 2)).ToByteArray());

        using var answer = await sender.PostAsync("/v1/traces", content, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
    }

    [Fact]
    public async Task Export_ReadsEveryKindOfValue_WhenBodyIsJson()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        const string Json = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"json"}}]},"scopeSpans":[{"scope":{"name":"s","version":"1"},"spans":[
            {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173","name":"I'm a server span","kind":2,"unknownField":[1],
            "startTimeUnixNano":"1795000000000000000","endTimeUnixNano":1795000001000000000,"status":{"code":2,"message":"no"},
            "attributes":[{"key":"text","value":{"stringValue":"x"}},{"key":"whole","value":{"intValue":"7"}},{"key":"number","value":{"doubleValue":1.5}},{"key":"nan","value":{"doubleValue":"NaN"}},
            {"key":"flag","value":{"boolValue":true}},{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"2"}]}}},
            {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"boolValue":false}}]}}},{"key":"bytes","value":{"bytesValue":"AQI="}}],
            "events":[{"timeUnixNano":"1795000000500000000","name":"e"}],"links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175"}]}]}]}]}
            """;

        using var answer = await sender.PostAsync("/v1/traces", new StringContent(Json, Encoding.UTF8, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
        var span = Assert.Single(Assert.Single(server.Store.Traces.Spans()));
        Assert.Equal(
            ["text=x", "whole=7", "number=1.5", "nan=NaN", "flag=true", "list=[\"a\",2]", "map={\"k\":false}", "bytes=AQI="],
            span.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"));
        Assert.Equal("5b8efff798038103d269b633813fc60c", span.TraceId.ToString());
        Assert.Equal((SpanKind.Server, SpanStatusCode.Error, "no", 1_000_000_000L), (span.Kind, span.Status, span.StatusMessage, span.Duration));
        Assert.Equal("e", Assert.Single(span.Events).Name);
        Assert.Equal("5b8efff798038103d269b633813fc60d", Assert.Single(span.Links).TraceId.ToString());
    }

    [Theory]
    [InlineData("{\"resourceSpans\":3}", "resourceSpans")]
    [InlineData("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}", "traceId")]
    [InlineData("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"many\"}]}]}]}", "kind")]
    [InlineData("[]", "body")]
    [InlineData("{\"resourceSpans\":", "JSON")]
    public async Task Export_Answers400AndNamesTheField_WhenJsonIsWrong(string json, string named)
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var answer = await sender.PostAsync("/v1/traces", new StringContent(json, Encoding.UTF8, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var status = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(3, status.GetProperty("code").GetInt32());
        Assert.Contains(named, status.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Export_Answers400WithStatus_WhenProtobufIsTruncated()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        var bytes = Otlp.Traces("agent", Otlp.Span(1, 2)).ToByteArray();

        using var answer = await sender.PostAsync("/v1/traces", Protobuf(bytes[..^5]), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var status = Status.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(3, status.Code);
        Assert.StartsWith("The body is not an OTLP export request", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Answers400_WhenBodyOnlySaysThatItIsGzip()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        var content = Protobuf(new byte[] { 1, 2, 3 });
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await sender.PostAsync("/v1/traces", content, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Export_Answers413_WhenBodyHas50Megabytes()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var answer = await sender.PostAsync("/v1/traces", Protobuf(new byte[50_000_000]), Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Export_Answers413_WhenASmallBodyUnpacksTo50Megabytes()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var answer = await sender.PostAsync("/v1/traces", Gzip(new byte[50_000_000]), Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Export_Answers415_WhenContentTypeIsNeitherProtobufNorJson()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var answer = await sender.PostAsync("/v1/logs", new StringContent("hello"), Stop);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Export_Answers401AndStoresNothing_WhenKeyIsWrong(string? key)
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender(key);

        using var answer = await sender.PostAsync("/v1/traces", Protobuf(Otlp.Traces("agent", Otlp.Span(1, 2))), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, server.Services.GetRequiredService<IngestQueue>().Items);
        Assert.Equal(0, server.Store.Traces.Count);
    }

    [Fact]
    public async Task Export_AnswersPartialSuccess_WhenASpanHasNoIds()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        var bad = Otlp.Span(1, 3);
        bad.TraceId = ByteString.CopyFrom(1, 2, 3);

        using var answer = await sender.PostAsync("/v1/traces", Protobuf(Otlp.Traces("agent", Otlp.Span(1, 2), bad)), Stop);

        var response = ExportTraceServiceResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(1, response.PartialSuccess.RejectedSpans);
        Assert.Contains("span.trace_id", response.PartialSuccess.ErrorMessage, StringComparison.Ordinal);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
    }

    [Fact]
    public async Task Export_AnswersPartialSuccess_WhenPointsCannotBeStored()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();
        var histogram = new Histogram { AggregationTemporality = AggregationTemporality.Cumulative };
        histogram.DataPoints.Add(new HistogramDataPoint { BucketCounts = { 1, 2 }, ExplicitBounds = { 1, 2, 3 } });
        var request = Otlp.Metrics(
            "agent",
            Otlp.Gauge("good", Otlp.Point(0, 1)),
            new Metric { Name = "summary", Summary = new Summary { DataPoints = { new SummaryDataPoint(), new SummaryDataPoint() } } },
            new Metric { Name = "histogram", Histogram = histogram });

        using var answer = await sender.PostAsync("/v1/metrics", Protobuf(request), Stop);

        var response = ExportMetricsServiceResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(3, response.PartialSuccess.RejectedDataPoints);
        Assert.Equal("summary metrics are not stored: send a histogram", response.PartialSuccess.ErrorMessage);
        await DashboardServer.UntilAsync(() => server.Store.Metrics.Instruments().Length == 1);
    }

    [Fact]
    public async Task Export_Answers503WithRetryAfter_WhenQueueIsFull()
    {
        await using var server = await DashboardServer.StartAsync(
            new() { ["Dashboard:Otlp:MaxQueuedItems"] = "1" },
            services => services.Remove(services.Single(service => service.ImplementationType == typeof(IngestWorker))));
        using var sender = server.Sender();
        using var first = await sender.PostAsync("/v1/traces", Protobuf(Otlp.Traces("agent", Otlp.Span(1, 2))), Stop);

        using var second = await sender.PostAsync("/v1/traces", Protobuf(Otlp.Traces("agent", Otlp.Span(1, 3))), Stop);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);
    }

    private static ByteArrayContent Protobuf(IMessage message) => Protobuf(message.ToByteArray());

    private static ByteArrayContent Protobuf(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };

    private static ByteArrayContent Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        var content = Protobuf(target.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
