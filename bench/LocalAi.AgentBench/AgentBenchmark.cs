using System.Diagnostics;
using System.Globalization;

namespace LocalAi.AgentBench;

/// <summary>Measures what the agent adds between a client and its model server, beside the direct connection and a YARP proxy, in one run.</summary>
internal sealed class AgentBenchmark(BenchStack stack, BenchOptions options, TextWriter output)
{
    private static readonly int[] StreamCounts = [1, 8, 64];

    public async Task RunAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2));
        var idle = stack.Paced.Agent.ResidentBytes;
        await FirstTokenAsync();
        await PacedAsync();
        await UnpacedAsync();
        Line("### Memory");
        Line("");
        Line("| agent | RSS |");
        Line("|---|---|");
        Line($"| idle, 2 s after the start | {idle / 1048576.0:F0} MB |");
        Line($"| after 64 streams | {stack.Paced.Agent.ResidentBytes / 1048576.0:F0} MB |");
    }

    private async Task FirstTokenAsync()
    {
        var clients = stack.Unpaced.Targets.Select(target => (target.Name, Client: new StreamClient(target.Process.Address), Seconds: new List<double>())).ToList();
        for (var request = -50; request < options.Requests; request++)
        {
            // In turns, so that whatever else the machine does hits all of them.
            foreach (var (_, client, seconds) in clients)
            {
                var first = await client.FirstTokenAsync();
                if (request >= 0)
                {
                    seconds.Add(first);
                }
            }
        }

        Line($"### Time to first token, {options.Requests} requests each, one at a time");
        Line("");
        Line("| | p50 ms | p95 ms | added p50 ms | added p95 ms |");
        Line("|---|---|---|---|---|");
        var (direct50, direct95) = Percentiles(clients[0].Seconds);
        foreach (var (name, client, seconds) in clients)
        {
            var (p50, p95) = Percentiles(seconds);
            Line($"| {name} | {p50:F2} | {p95:F2} | {p50 - direct50:F2} | {p95 - direct95:F2} |");
            client.Dispose();
        }

        Line("");
    }

    private async Task PacedAsync()
    {
        Line($"### Throughput of paced streams (100 tokens/s a stream, {options.Tokens} tokens each)");
        Line("");
        Line("| streams | direct tokens/s | YARP | agent | agent / direct |");
        Line("|---|---|---|---|---|");
        foreach (var streams in StreamCounts)
        {
            var rates = new List<double>();
            foreach (var (_, process) in stack.Paced.Targets)
            {
                await StreamsAsync(process.Address, streams, tokens: 20);
                rates.Add(await StreamsAsync(process.Address, streams, options.Tokens));
            }

            Line($"| {streams} | {rates[0]:F1} | {rates[1]:F1} | {rates[2]:F1} | {rates[2] / rates[0]:P1} |");
        }

        Line("");
    }

    private async Task UnpacedAsync()
    {
        Line($"### Unpaced, 8 streams for {options.UnpacedSeconds} s: what one core passes on");
        Line("");
        Line("| | tokens/s | CPU s | tokens per CPU second |");
        Line("|---|---|---|---|");
        foreach (var (name, process) in stack.Unpaced.Targets)
        {
            await DriveAsync(process.Address, TimeSpan.FromSeconds(2));
            var before = process.CpuTime;
            var (tokens, seconds) = await DriveAsync(process.Address, TimeSpan.FromSeconds(options.UnpacedSeconds));
            var cpu = (process.CpuTime - before).TotalSeconds;
            Line($"| {name}{(name == "direct" ? " (the simulator itself)" : "")} | {tokens / seconds:F0} | {cpu:F2} | {tokens / cpu:F0} |");
        }

        Line("");
    }

    /// <summary>Tokens per second of so many streams together, from the first request to the last token.</summary>
    private static async Task<double> StreamsAsync(Uri address, int streams, int tokens)
    {
        var received = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async _ =>
        {
            using var client = new StreamClient(address);
            await client.StreamAsync(tokens, count => Interlocked.Add(ref received, count), CancellationToken.None);
        }));
        var rate = received / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return received >= streams * tokens * 0.99 ? rate : throw new InvalidOperationException($"{address} sent {received} of {streams * tokens} tokens.");
    }

    private static async Task<(long Tokens, double Seconds)> DriveAsync(Uri address, TimeSpan duration)
    {
        long received = 0;
        using var end = new CancellationTokenSource(duration);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var client = new StreamClient(address);
            try
            {
                while (true)
                {
                    await client.StreamAsync(tokens: 2000, count => Interlocked.Add(ref received, count), end.Token);
                }
            }
            catch (Exception exception) when (end.IsCancellationRequested && exception is OperationCanceledException or IOException or HttpRequestException)
            {
                // The time is up.
            }
        }));
        return (received, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static (double P50, double P95) Percentiles(List<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return (At(0.5), At(0.95));

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1] * 1000;
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text) => output.WriteLine(text);
}
