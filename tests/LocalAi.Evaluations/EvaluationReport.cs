using System.Globalization;
using System.Text;
using LocalAi.TestServers;

namespace LocalAi.Evaluations;

/// <summary>The shares, and every question that went wrong, as Markdown.</summary>
internal sealed class EvaluationReport(string models, IReadOnlyList<Outcome> outcomes)
{
    private readonly List<Outcome> _present = [.. outcomes.Where(outcome => outcome.Question.Document is not null)];
    private readonly List<Outcome> _absent = [.. outcomes.Where(outcome => outcome.Question.Document is null)];

    /// <summary>Questions for which the right passage was found.</summary>
    public double HitRate => Share(_present, outcome => outcome.Hit);

    /// <summary>Questions whose answer has the fact.</summary>
    public double AnswerRate => Share(_present, outcome => outcome.Answered);

    /// <summary>Of the answers that have the fact, those that cite a passage which has it.</summary>
    public double CitationCorrectness => Share([.. _present.Where(outcome => outcome.Answered)], outcome => outcome.CitedRight);

    /// <summary>Questions that no document answers, and whose answer cites none.</summary>
    public double RefusalRate => Share(_absent, outcome => outcome.Refused);

    /// <summary>Writes artifacts/evaluations/knowledge.md and returns its path.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Knowledge evaluation: {models}\n");
        text.AppendLine("| measure | share | questions |\n|---|---|---|");
        Row("right passage found", HitRate, _present.Count);
        Row("answer has the fact", AnswerRate, _present.Count);
        Row("citation has the fact", CitationCorrectness, _present.Count(outcome => outcome.Answered));
        Row("refused when absent", RefusalRate, _absent.Count);
        text.AppendLine("\n## What went wrong\n");
        foreach (var outcome in _present.Where(outcome => !(outcome.Hit && outcome.Answered && outcome.CitedRight)).Concat(_absent.Where(outcome => !outcome.Refused)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- **{outcome.Question.Question}** expected \"{outcome.Question.Fact ?? "a refusal"}\"; found: {outcome.Hit}, answered: {outcome.Answered}, cited: {outcome.CitedRight}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  > {outcome.Answer.ReplaceLineEndings(" ")}");
        }

        var file = Path.Combine(Repository.Root, "artifacts", "evaluations", "knowledge.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.ToString());
        return file;

        void Row(string measure, double share, int count) =>
            text.AppendLine(CultureInfo.InvariantCulture, $"| {measure} | {share * 100:0} % | {count} |");
    }

    private static double Share(List<Outcome> outcomes, Func<Outcome, bool> counts) => outcomes.Count == 0 ? 0 : (double)outcomes.Count(counts) / outcomes.Count;
}
