using System.Globalization;
using LocalAi.Hardware.Estimation;

namespace LocalAi.HardwareBench;

/// <summary>Prints estimate against measurement and says whether the limits hold.</summary>
internal static class AccuracyTable
{
    private const double Close = 0.20;
    private const double Far = 0.35;
    private const double ShareClose = 0.80;
    private const double MemoryLimit = 0.10;

    /// <summary>Writes the tables. True when every limit holds.</summary>
    public static bool Print(TextWriter output)
    {
        var speed = PrintSpeeds(output, "Decode speed, calibration rows", [.. Measurement.All.Where(row => row.Calibration)], out var within);
        PrintSpeeds(output, "Decode speed, further public rows", [.. Measurement.All.Where(row => !row.Calibration)], out _);
        var files = PrintFiles(output);
        var memory = PrintMemory(output, "Total memory, every buffer listed", MemoryReport.Itemized);
        PrintMemory(output, "Total memory, as Ollama reports it", MemoryReport.Reported);
        output.WriteLine(within && speed && files && memory ? "All limits hold." : "A limit is broken.");
        return within && speed && files && memory;
    }

    private static bool PrintSpeeds(TextWriter output, string title, IReadOnlyList<Measurement> rows, out bool within)
    {
        output.WriteLine($"## {title}");
        output.WriteLine();
        output.WriteLine("| machine | model | quantization | measured t/s | expected t/s | range | error | of bandwidth |");
        output.WriteLine("|---|---|---|---:|---:|---|---:|---:|");
        var errors = new List<double>();
        var bounded = true;
        var inRange = 0;
        foreach (var row in rows)
        {
            var request = row.Request();
            var rate = Estimator.Estimate(request).DecodeTokensPerSecond;
            var share = rate.Expected / Estimator.Timing(request).BandwidthBoundTokensPerSecond();
            var error = rate.Expected / row.TokensPerSecond - 1;
            bounded &= share <= 1;
            inRange += row.TokensPerSecond >= rate.Low && row.TokensPerSecond <= rate.High ? 1 : 0;
            errors.Add(Math.Abs(error));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {(row.GpuCount > 1 ? $"{row.GpuCount} × " : "")}{row.Gpu} | {row.Model} | {row.Quantization} | {row.TokensPerSecond:0.0} | {rate.Expected:0.0} | {rate.Low:0.0}–{rate.High:0.0} | {error:+0%;-0%;0%} | {share:0%} |"));
        }

        var close = errors.Count(error => error <= Close) / (double)errors.Count;
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows.Count} rows: {close:0%} within 20 %, largest error {errors.Max():0%}, median {errors.Order().ElementAt(errors.Count / 2):0%}; {inRange} measurements inside the stated range."));
        output.WriteLine();
        within = close >= ShareClose && errors.Max() <= Far;
        return bounded;
    }

    private static bool PrintMemory(TextWriter output, string title, IReadOnlyList<MemoryReport> reports)
    {
        output.WriteLine($"## {title}");
        output.WriteLine();
        output.WriteLine("| source | model | quantization | context | reported GB | weights | KV cache | buffers | estimated GB | error |");
        output.WriteLine("|---|---|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var report in reports)
        {
            var estimate = report.Estimate();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {report.Source} | {report.Model} | {report.Quantization} | {report.Context:N0} | {report.Gigabytes:0.00} | {estimate.WeightsBytes / 1e9:0.00} | {estimate.KvCacheBytes / 1e9:0.00} | {estimate.OverheadBytes / 1e9:0.00} | {estimate.TotalBytes / 1e9:0.00} | {report.Error:+0%;-0%;0%} |"));
        }

        var errors = reports.Select(report => Math.Abs(report.Error)).ToList();
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reports.Count} reports: {errors.Count(error => error <= MemoryLimit)} within 10 %, largest error {errors.Max():0%}."));
        output.WriteLine();
        return errors.Max() <= MemoryLimit;
    }

    private static bool PrintFiles(TextWriter output)
    {
        output.WriteLine("## File sizes");
        output.WriteLine();
        output.WriteLine("| model | quantization | published GB | estimated GB | error |");
        output.WriteLine("|---|---|---:|---:|---:|");
        var worst = 0.0;
        foreach (var file in PublishedFile.All)
        {
            var estimated = file.EstimatedBytes() / 1e9;
            var error = estimated / file.Gigabytes - 1;
            worst = Math.Max(worst, Math.Abs(error));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {file.Model} | {file.Quantization} | {file.Gigabytes:0.00} | {estimated:0.00} | {error:+0.0%;-0.0%;0.0%} |"));
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PublishedFile.All.Count} files: largest error {worst:0.0%} (limit 10 %)."));
        output.WriteLine();
        return worst <= MemoryLimit;
    }
}
