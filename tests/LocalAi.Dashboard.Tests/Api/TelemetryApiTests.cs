using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.Dashboard.Tests.Models;

namespace LocalAi.Dashboard.Tests.Api;

public class TelemetryApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/telemetry/resources")]
    [InlineData("/api/telemetry/spans")]
    [InlineData("/api/models/summary")]
    public async Task Api_Answers401AndNamesTheHeader_WithoutAKey(string path)
    {
        await using var server = await DashboardServer.StartAsync();

        using var answer = await server.Client.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Send the key in the header x-api-key.", (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Api_Answers_WhenAPersonIsLoggedIn()
    {
        await using var server = await DashboardServer.StartAsync();
        using var login = await server.Client.GetAsync($"/login?t={DashboardServer.Token}", Stop);

        using var answer = await server.Client.GetAsync("/api/telemetry/resources", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Resources_ListSenders_WithWhatTheySent()
    {
        await using var server = await StartWithTelemetryAsync();

        var resources = await GetAsync(server, "/api/telemetry/resources");

        Assert.Equal(
            """[{"name":"agent","instanceId":"","displayName":"agent","hasLogs":true,"hasTraces":true,"hasMetrics":true},{"name":"web","instanceId":"","displayName":"web","hasLogs":false,"hasTraces":true,"hasMetrics":false}]""",
            resources.GetRawText());
    }

    [Fact]
    public async Task Trace_IsOtlpJson_ById()
    {
        await using var server = await StartWithTelemetryAsync();

        var answer = await GetAsync(server, "/api/telemetry/traces/00000000000000000000000000000001");

        Assert.Equal(2, answer.GetProperty("totalCount").GetInt32());
        var span = answer.GetProperty("data").GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        Assert.Equal(("00000000000000000000000000000001", "0000000000000001", "<script>alert(1)</script>"), (span.GetProperty("traceId").GetString(), span.GetProperty("spanId").GetString(), span.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("/api/telemetry/spans", 3, 3)]
    [InlineData("/api/telemetry/spans?limit=1", 3, 1)]
    [InlineData("/api/telemetry/spans?resource=web", 2, 2)]
    [InlineData("/api/telemetry/spans?resource=web&resource=AGENT", 3, 3)]
    [InlineData("/api/telemetry/spans?hasError=true", 1, 1)]
    [InlineData("/api/telemetry/spans?traceId=00000000000000000000000000000002", 1, 1)]
    [InlineData("/api/telemetry/spans?search=SCRIPT", 1, 1)]
    [InlineData("/api/telemetry/traces", 2, 2)]
    [InlineData("/api/telemetry/traces?hasError=false", 1, 1)]
    [InlineData("/api/telemetry/traces?resource=agent", 1, 1)]
    [InlineData("/api/telemetry/logs", 2, 2)]
    [InlineData("/api/telemetry/logs?severity=warning", 1, 1)]
    [InlineData("/api/telemetry/logs?search=hello", 1, 1)]
    [InlineData("/api/telemetry/metrics", 1, 1)]
    [InlineData("/api/telemetry/metrics?instrument=other", 0, 0)]
    public async Task Query_NarrowsTheAnswer_ByEachParameter(string path, int total, int returned)
    {
        await using var server = await StartWithTelemetryAsync();

        var answer = await GetAsync(server, path);

        Assert.Equal((total, returned), (answer.GetProperty("totalCount").GetInt32(), answer.GetProperty("returnedCount").GetInt32()));
    }

    [Theory]
    [InlineData("/api/telemetry/spans?limit=0", 400, "limit")]
    [InlineData("/api/telemetry/spans?traceId=xyz", 400, "traceId")]
    [InlineData("/api/telemetry/logs?severity=loud", 400, "severity")]
    [InlineData("/api/telemetry/traces/xyz", 400, "id")]
    [InlineData("/api/telemetry/traces/00000000000000000000000000000009", 404, "No trace 00000000000000000000000000000009")]
    [InlineData("/api/telemetry/spans?resource=nobody", 404, "No sender 'nobody'")]
    [InlineData("/api/models/summary?window=forever", 400, "window")]
    public async Task Query_IsRefusedAndNamesTheField_WhenItIsWrong(string path, int status, string named)
    {
        await using var server = await StartWithTelemetryAsync();

        using var answer = await server.GetApiAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_AreOtlpJson_WithTheLastPoints()
    {
        await using var server = await StartWithTelemetryAsync();

        var metric = (await GetAsync(server, "/api/telemetry/metrics?limit=5")).GetProperty("data").GetProperty("resourceMetrics")[0].GetProperty("scopeMetrics")[0].GetProperty("metrics")[0];

        Assert.Equal(("gauge", 7.5), (metric.GetProperty("name").GetString(), metric.GetProperty("gauge").GetProperty("dataPoints")[0].GetProperty("asDouble").GetDouble()));
    }

    [Fact]
    public async Task Follow_SendsWhatIsThereAndWhatComes_LineByLine()
    {
        await using var server = await StartWithTelemetryAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/telemetry/spans?follow=true&resource=agent");
        request.Headers.Add("x-api-key", DashboardServer.ApiKey);
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        var first = await reader.ReadLineAsync(Stop);
        server.Store.Add(Otlp.Traces("agent", Otlp.Span(5, 5, name: "later")));
        var second = await reader.ReadLineAsync(Stop);

        Assert.Contains("\"name\":\"agent span\"", first, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"later\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_TellsWhatEachModelDid_InTheWindow()
    {
        await using var server = await DashboardServer.StartAsync(configure: services => { });
        var call = ModelActivityTests.Call(1, 2);
        var now = Dashboard.Telemetry.UnixTime.FromDateTime(TimeProvider.System.GetUtcNow());
        (call.StartTimeUnixNano, call.EndTimeUnixNano) = ((ulong)now - 5_000_000_000, (ulong)now - 1_000_000_000);

        server.Store.Add(Otlp.Traces("agent", call));

        var model = (await GetAsync(server, "/api/models/summary?window=15m")).GetProperty("models")[0];
        Assert.Equal(
            ("ollama", "llama3.1:8b", 1, 0, 1_000, 101, 50.5),
            (model.GetProperty("provider").GetString(), model.GetProperty("model").GetString(), model.GetProperty("requests").GetInt32(), model.GetProperty("errors").GetInt32(), model.GetProperty("inputTokens").GetInt32(), model.GetProperty("outputTokens").GetInt32(), model.GetProperty("tokensPerSecond").GetDouble()));
        Assert.Equal("""{"queue":0.25,"load":0.5,"prefill":0.75,"decode":2,"tools":0,"rest":0.5}""", model.GetProperty("phases").GetRawText());
        Assert.Equal(0.6875, model.GetProperty("gpuBoundShare").GetDouble());
        Assert.Equal(JsonValueKind.Null, model.GetProperty("vramShare").ValueKind);
        Assert.InRange(model.GetProperty("timeToFirstToken").GetProperty("p95").GetDouble(), 1.48, 1.52);
        Assert.InRange(model.GetProperty("timePerOutputToken").GetProperty("p50").GetDouble(), 0.0198, 0.0202);
    }

    private static async Task<JsonElement> GetAsync(DashboardServer server, string path)
    {
        using var answer = await server.GetApiAsync(path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static async Task<DashboardServer> StartWithTelemetryAsync()
    {
        var server = await DashboardServer.StartAsync();
        var failed = Otlp.Span(2, 1, name: "failed");
        failed.Status = new Dashboard.Receiver.Wire.SpanStatus { Code = 2 };
        server.Store.Add(Otlp.Traces("web", Otlp.Span(1, 1, name: "<script>alert(1)</script>"), failed));
        server.Store.Add(Otlp.Traces("agent", Otlp.Span(1, 2, 1, "agent span")));
        server.Store.Add(Otlp.Logs("agent", Otlp.Log("hello"), Otlp.Log("bad", 17)));
        server.Store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", Otlp.Point(-1, 7.5))));
        return server;
    }
}
