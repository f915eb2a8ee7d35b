using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;
using LocalAi.DashboardBench.Demo;
using LocalAi.DashboardBench.Ingest;
using Microsoft.Playwright;

namespace LocalAi.DashboardBench.Pages;

/// <summary><c>pages</c>: how long Chromium waits for the trace list with 10,000 traces, a trace of 1,000 spans, and a new model call.</summary>
internal static class PagesCommand
{
    private const int Runs = 9;

    // From the click to the frame after the rows are there.
    private const string ClickAndWait = """
        ([link, rows, count]) => new Promise(resolve => {
          const begin = performance.now();
          document.querySelector(link).click();
          const look = () => document.querySelectorAll(rows).length >= count
            ? requestAnimationFrame(() => resolve(performance.now() - begin))
            : requestAnimationFrame(look);
          look();
        })
        """;

    public static async Task<int> RunAsync()
    {
        using var dashboard = await ReceiverProcess.StartDashboardAsync();
        using var sender = new OtlpSender(dashboard.OtlpUrl, ReceiverProcess.Key);
        var demo = new DemoTelemetry(3);
        await sender.SendAsync(OtlpSender.Traces, Large(demo));
        for (var batch = 0; batch < 156; batch++)
        {
            await sender.SendAsync(OtlpSender.Traces, PatchedBatch.Spans(batch, TimeProvider.System.Now()).Next(batch + 1, 0));
        }

        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(dashboard.Url, ReceiverProcess.Token, 1440, 900, dark: false);
        Console.WriteLine("| page | median ms | slowest ms of 9 |\n|---|---|---|");
        Report("trace list, 9,985 traces", await MeasureAsync(page, dashboard.Url, "logs", "a[href='traces']", "a.d-trace-row", 15));
        Report("trace of 1,000 spans", await MeasureAsync(page, dashboard.Url, "traces?q=large", "a.d-trace-row", ".d-fall-row", 20));
        Report("models page after a call's telemetry", await MeasureModelsAsync(page, dashboard.Url, sender, demo));
        return 0;
    }

    private static async Task<double[]> MeasureAsync(IPage page, string url, string from, string link, string rows, int count)
    {
        var times = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            await page.GotoAsync($"{url}/{from}");
            await page.Locator(link).First.WaitForAsync();
            times[run] = await page.EvaluateAsync<double>(ClickAndWait, new object[] { link, rows, count });
        }

        return times;
    }

    private static async Task<double[]> MeasureModelsAsync(IPage page, string url, OtlpSender sender, DemoTelemetry demo)
    {
        await page.GotoAsync($"{url}/models");
        await page.Locator("h1").WaitForAsync();
        var times = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"bench-model-{run}");
            var seen = page.GetByText(name).First.WaitForAsync();
            var clock = Stopwatch.StartNew();
            await sender.SendAsync(OtlpSender.Traces, demo.ChatTurn(TimeProvider.System.Now(), name, "ollama"));
            await seen;
            times[run] = clock.Elapsed.TotalMilliseconds;
        }

        return times;
    }

    private static void Report(string name, double[] times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {times.Order().ElementAt(Runs / 2):0} | {times.Max():0} |"));

    private static ExportTraceServiceRequest Large(DemoTelemetry demo)
    {
        var trace = demo.Id(16);
        var now = TimeProvider.System.Now();
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "bench" } };
        for (var index = 0; index < 1_000; index++)
        {
            var span = new Span
            {
                TraceId = trace,
                SpanId = demo.Id(8),
                ParentSpanId = index == 0 ? ByteString.Empty : scope.Spans[(index - 1) / 3].SpanId,
                Name = index == 0 ? "large trace" : $"step {index}",
                Kind = 1,
                StartTimeUnixNano = (ulong)(now + (index * 1_000_000L)),
                EndTimeUnixNano = (ulong)(now + 1_100_000_000),
            };
            span.Attributes.Add(DemoTelemetry.Pair("index", (long)index));
            scope.Spans.Add(span);
        }

        var spans = new ResourceSpans { Resource = DemoTelemetry.Sender("bench", "bench-1") };
        spans.ScopeSpans.Add(scope);
        return new ExportTraceServiceRequest { ResourceSpans = { spans } };
    }
}
