namespace LocalAi.StackBench;

/// <summary>Prints the measured runs as Markdown.</summary>
internal static class Report
{
    private const double Megabyte = 1024 * 1024;

    public static void Print(IReadOnlyList<StackRun> runs)
    {
        Console.WriteLine($"| healthy after, s ({runs.Count} warm starts) | min | median | max |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var service in runs[0].HealthyAfter.Keys)
        {
            Row(service, runs.Select(run => run.HealthyAfter[service].TotalSeconds), "0.00");
        }

        Console.WriteLine();
        Console.WriteLine("| resident memory idle, MB | min | median | max |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var process in runs[0].RssBytes.Keys.Order())
        {
            Row(process, runs.Select(run => run.RssBytes[process] / Megabyte), "0");
        }

        Row("agent + web + host", runs.Select(run => (run.RssBytes["agent"] + run.RssBytes["web"] + run.RssBytes["host"]) / Megabyte), "0");
    }

    private static void Row(string name, IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToList();
        Console.WriteLine($"| {name} | {sorted[0].ToString(format)} | {sorted[sorted.Count / 2].ToString(format)} | {sorted[^1].ToString(format)} |");
    }
}
