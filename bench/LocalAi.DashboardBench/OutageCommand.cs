using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalAi.DashboardBench;

/// <summary>
/// <c>outage SECONDS</c>: what requests of a service cost while the dashboard takes its spans, and after it was killed. The service is
/// a loop with the SDK and exporter that LocalAi's services have: five spans and a fixed piece of work a request.
/// </summary>
internal static class OutageCommand
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int seconds)
    {
        Console.WriteLine("| round | dashboard | requests/s | median µs | p99 µs |\n|---|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            using var dashboard = await ReceiverProcess.StartDashboardAsync();
            var name = $"bench.outage.{round}";
            using var source = new ActivitySource(name);
            using var tracing = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("agent"))
                .AddSource(name)
                .AddOtlpExporter(options =>
                {
                    options.Endpoint = new Uri(dashboard.OtlpUrl);
                    options.Protocol = OtlpExportProtocol.Grpc;
                    options.Headers = $"x-otlp-api-key={ReceiverProcess.Key}";
                })
                .Build();
            Work(source, 1);
            Report(round, "running", Work(source, seconds));
            dashboard.Kill();
            Report(round, "killed", Work(source, seconds));
        }

        return 0;
    }

    private static List<double> Work(ActivitySource source, int seconds)
    {
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var begin = Stopwatch.GetTimestamp();
            using (var request = source.StartActivity("POST /v1/chat/completions", ActivityKind.Server))
            {
                for (var step = 0; step < 4; step++)
                {
                    using var activity = source.StartActivity("step", ActivityKind.Client);
                    activity?.SetTag("gen_ai.request.model", "bench").SetTag("step", step);
                    Thread.SpinWait(2_000);
                }
            }

            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);

            // A pause as between requests: the exporter gets the core that it has in a real service.
            Thread.Sleep(1);
        }

        return times;
    }

    private static void Report(int round, string state, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {state} | {1e6 / times.Average():0} | {times[times.Count / 2]:0} | {times[(int)(times.Count * 0.99)]:0} |"));
    }
}
