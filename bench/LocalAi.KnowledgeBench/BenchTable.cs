using System.Globalization;

namespace LocalAi.KnowledgeBench;

/// <summary>The measurements as rows of a Markdown table.</summary>
internal static class BenchTable
{
    public const string Head =
        "| search | chunks | by meaning p50 ms | p95 ms | recall@10 | by words p50 ms | p95 ms | ingestion chunks/s | index built in s | then chunks/s |\n|---|---|---|---|---|---|---|---|---|---|";

    public static string Row(string name, int count, List<double> meaning, double recall, List<double> words, double ingested, double? built, double? added) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {count:N0} | {At(meaning, 0.5):0.0} | {At(meaning, 0.95):0.0} | {recall:0.000} | {At(words, 0.5):0.0} | {At(words, 0.95):0.0} | {ingested:N0} | {Whole(built)} | {Whole(added)} |");

    private static string Whole(double? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "–";

    private static double At(List<double> milliseconds, double share) => milliseconds.Order().ElementAt((int)(share * (milliseconds.Count - 1)));
}
