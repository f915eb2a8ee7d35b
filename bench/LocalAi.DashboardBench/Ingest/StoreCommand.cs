using System.Diagnostics;
using System.Globalization;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;
using Microsoft.Extensions.Options;

namespace LocalAi.DashboardBench.Ingest;

/// <summary><c>store</c>: what a span and a point cost without a network, on one thread: parsing, and storing what was parsed.</summary>
internal static class StoreCommand
{
    private const int Batches = 4_000;

    public static int Run()
    {
        Console.WriteLine("| step | ns/item | of it GC pauses | gen 0 / 1 / 2 |\n|---|---|---|---|");
        var store = new TelemetryStore(Options.Create(new TelemetryLimitsOptions()), TimeProvider.System);
        var spans = PatchedBatch.Spans(1, TimeProvider.System.Now());
        var points = PatchedBatch.Points(1);
        Measure("parse spans", number => ExportTraceServiceRequest.Parser.ParseFrom(spans.Next(number, 0)));
        Measure("check and store spans", number => Store(OtlpSignal.Traces, spans.Next(number, 0)));
        Measure("parse points", number => ExportMetricsServiceRequest.Parser.ParseFrom(points.Next(0, TimeProvider.System.Now())));
        Measure("check and store points", number => Store(OtlpSignal.Metrics, points.Next(0, TimeProvider.System.Now())));
        return 0;

        void Store(OtlpSignal signal, byte[] request)
        {
            signal.Accept(request);
            signal.Store(store, request);
        }
    }

    private static void Measure(string step, Action<long> run)
    {
        for (var warm = 0; warm < 600; warm++)
        {
            run(warm);
        }

        var (pause, gen0, gen1, gen2) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        for (var number = 1_000L; number < 1_000 + Batches; number++)
        {
            run(number);
        }

        var items = (double)Batches * PatchedBatch.Items;
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {step} | {used.TotalNanoseconds / items:0} | {(GC.GetTotalPauseDuration() - pause).TotalNanoseconds / items:0} | {GC.CollectionCount(0) - gen0} / {GC.CollectionCount(1) - gen1} / {GC.CollectionCount(2) - gen2} |"));
    }
}
