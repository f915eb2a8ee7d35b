using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalAi.DashboardBench;

/// <summary>
/// <c>outage SECONDS</c>: what requests of a service cost while the dashboard takes its spans, and after it was killed, in turns of a
/// second, so that what else the machine does weighs on both. The service is a loop with the SDK and exporter that LocalAi's services
/// have: five spans and a fixed piece of work a request.
/// </summary>
internal static class OutageCommand
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int seconds)
    {
        Console.WriteLine("| round | dashboard | requests/s | median µs | p99 µs | requests/s, of running |\n|---|---|---|---|---|---|");
        for (var round = 1; round <= Rounds; round++)
        {
            using var alive = await ReceiverProcess.StartDashboardAsync();
            using var doomed = await ReceiverProcess.StartDashboardAsync();
            using var running = new Service($"bench.running.{round}", alive);
            using var killed = new Service($"bench.killed.{round}", doomed);
            running.Work(1);
            killed.Work(1);
            doomed.Kill();
            var (whileRunning, whileKilled) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < seconds; turn++)
            {
                whileRunning.AddRange(running.Work(1));
                whileKilled.AddRange(killed.Work(1));
            }

            Report(round, "running", whileRunning, 1);
            Report(round, "killed", whileKilled, whileRunning.Average() / whileKilled.Average());
        }

        return 0;
    }

    private static void Report(int round, string state, List<double> times, double ratio)
    {
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {state} | {1e6 / times.Average():0} | {times[times.Count / 2]:0} | {times[(int)(times.Count * 0.99)]:0} | {ratio:0.00} |"));
    }

    /// <summary>A service that sends its spans to one dashboard.</summary>
    private sealed class Service : IDisposable
    {
        private readonly ActivitySource _source;
        private readonly TracerProvider _tracing;

        public Service(string name, ReceiverProcess dashboard)
        {
            _source = new ActivitySource(name);
            _tracing = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("agent"))
                .AddSource(name)
                .AddOtlpExporter(options =>
                {
                    options.Endpoint = new Uri(dashboard.OtlpUrl);
                    options.Protocol = OtlpExportProtocol.Grpc;
                    options.Headers = $"x-otlp-api-key={ReceiverProcess.Key}";
                })
                .Build();
        }

        /// <summary>Serves requests, one after the other; how long each took, µs.</summary>
        public List<double> Work(int seconds)
        {
            var times = new List<double>();
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                var begin = Stopwatch.GetTimestamp();
                using (var request = _source.StartActivity("POST /v1/chat/completions", ActivityKind.Server))
                {
                    for (var step = 0; step < 4; step++)
                    {
                        using var activity = _source.StartActivity("step", ActivityKind.Client);
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

        public void Dispose()
        {
            _tracing.Dispose();
            _source.Dispose();
        }
    }
}
