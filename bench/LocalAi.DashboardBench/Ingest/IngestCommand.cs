using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using LocalAi.Dashboard.Telemetry;

namespace LocalAi.DashboardBench.Ingest;

/// <summary>
/// <c>ingest SECONDS</c>: spans and metric points a second over gRPC in batches of 512, into the dashboard and into a receiver that
/// parses and discards; then the dashboard's memory at its limits.
/// </summary>
internal static class IngestCommand
{
    private const int Senders = 4;
    private const int MetricSenders = 4;
    private const int TurnSeconds = 5;

    public static async Task<int> RunAsync(int seconds)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, sender and receiver on one machine, gRPC, batches of {PatchedBatch.Items}, {seconds} s each in turns of {TurnSeconds} s\n");
        Console.WriteLine("| signal | receiver | items/s | refused batches | bytes/item | receiver CPU µs/item | of discard |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        await CompareAsync("spans", OtlpSender.Traces, seconds, sender => PatchedBatch.Spans(sender, TimeProvider.System.Now()));
        await CompareAsync("metric points", OtlpSender.Metrics, seconds, sender => PatchedBatch.Points(sender));
        await MeasureMemoryAsync();
        return 0;
    }

    // In turns: what else the machine does weighs on both alike.
    private static async Task CompareAsync(string signal, Method<byte[], byte[]> method, int seconds, Func<int, PatchedBatch> batch)
    {
        using var discard = await ReceiverProcess.StartDiscardAsync();
        using var dashboard = await ReceiverProcess.StartDashboardAsync();
        (string Name, ReceiverProcess Receiver)[] receivers = [("parse and discard", discard), ("dashboard", dashboard)];
        var (items, refused, used, bytes) = (new double[2], new long[2], new double[2], 0);
        for (var turn = -1; turn < seconds / TurnSeconds; turn++)
        {
            for (var index = 0; index < receivers.Length; index++)
            {
                var before = receivers[index].Receiver.ProcessorSeconds;
                var sent = await SendAsync(receivers[index].Receiver, method, batch, TurnSeconds);
                if (turn >= 0)
                {
                    items[index] += sent.Rate * TurnSeconds;
                    refused[index] += sent.Refused;
                    used[index] += receivers[index].Receiver.ProcessorSeconds - before;
                    bytes = sent.Bytes;
                }
            }
        }

        for (var index = 0; index < receivers.Length; index++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {signal} | {receivers[index].Name} | {items[index] / seconds:#,0} | {refused[index]} | {(double)bytes / PatchedBatch.Items:0} | {used[index] * 1e6 / items[index]:0.00} | {items[index] / items[0]:0.00} |"));
        }
    }

    private static async Task<(double Rate, long Refused, int Bytes)> SendAsync(ReceiverProcess receiver, Method<byte[], byte[]> method, Func<int, PatchedBatch> create, int seconds)
    {
        var (accepted, refused, number, length) = (0L, 0L, Stopwatch.GetTimestamp(), 0);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(index => Task.Run(async () =>
        {
            using var sender = new OtlpSender(receiver.OtlpUrl, ReceiverProcess.Key);
            var batch = create(index);
            length = batch.Length;
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                // A refused batch is not counted; a real sender would send it again, and the rate is of what was taken.
                var taken = await sender.SendAsync(method, batch.Next(Interlocked.Increment(ref number), TimeProvider.System.Now()));
                _ = taken ? Interlocked.Add(ref accepted, PatchedBatch.Items) : Interlocked.Increment(ref refused);
            }
        })));
        return (accepted / clock.Elapsed.TotalSeconds, refused, length);
    }

    // Full: 10,000 traces of eight spans, 10,000 logs, and 50,000 points of each of four senders, as LocalAi's stack has them.
    private static async Task MeasureMemoryAsync()
    {
        using var dashboard = await ReceiverProcess.StartDashboardAsync();
        using var sender = new OtlpSender(dashboard.OtlpUrl, ReceiverProcess.Key);
        var number = 1L;
        for (var round = 0; round < 200; round++)
        {
            await TrySendAsync(sender, OtlpSender.Traces, PatchedBatch.Spans(round, TimeProvider.System.Now()).Next(number++, 0));
            await TrySendAsync(sender, OtlpSender.Logs, PatchedBatch.Logs(round, TimeProvider.System.Now()));
        }

        var batches = Enumerable.Range(0, MetricSenders).Select(index => PatchedBatch.Points(index, $"service{index}")).ToArray();
        for (var round = 0; round < 130; round++)
        {
            foreach (var batch in batches)
            {
                await TrySendAsync(sender, OtlpSender.Metrics, batch.Next(0, TimeProvider.System.Now()));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nMemory of the dashboard at its limits (10,000 traces of 8 spans, 10,000 logs, 4 senders with 50,000 points): {dashboard.WorkingSetBytes / 1024.0 / 1024:0} MB resident"));
    }

    private static async Task TrySendAsync(OtlpSender sender, Method<byte[], byte[]> method, byte[] bytes)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await sender.SendAsync(method, bytes))
        {
            await timer.WaitForNextTickAsync();
        }
    }
}
