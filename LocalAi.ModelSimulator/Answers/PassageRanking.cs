namespace LocalAi.ModelSimulator.Answers;

/// <summary>
/// Ranks passages by how much of a question's meaning they cover: the inverse document frequency of the question's words that a
/// passage has, as a share of that of all its words (0 to 1). A word in few passages weighs more than one in many.
/// </summary>
internal sealed class PassageRanking
{
    /// <summary>Less than this is chance, not an answer.</summary>
    public const double Threshold = 0.3;

    private const double RelativeToBest = 0.6;

    private readonly List<(Passage Passage, double Score, bool Fits, int Position)> _ranked = [];

    public PassageRanking(string question, IReadOnlyList<Passage> passages)
    {
        var terms = Terms.Of(question);
        if (terms.Count == 0)
        {
            return;
        }

        var found = passages.Select(passage => Found(passage.Text, terms)).ToList();
        var weights = terms.Select((_, term) => Weight(found.Count(has => has[term]), passages.Count)).ToList();
        var total = weights.Sum();
        var asked = question.Trim();
        for (var index = 0; index < passages.Count; index++)
        {
            var covered = weights.Where((_, term) => found[index][term]).Sum() / total;
            if (covered >= Threshold && !string.Equals(passages[index].Text, asked, StringComparison.OrdinalIgnoreCase))
            {
                // Of equal passages the newest counts most: people correct themselves.
                _ranked.Add((passages[index], covered + 0.001 * index / passages.Count, Fits(found[index].Count(has => has), terms.Count), index));
            }
        }

        _ranked.Sort((a, b) => b.Score.CompareTo(a.Score));
    }

    public double BestScore => _ranked.Count == 0 ? 0 : _ranked[0].Score;

    /// <summary>The best passages without repetitions, back in the order of the conversation.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="fitting">Only those with half of the question's words, whatever they weigh, and more than one of them.</param>
    public IReadOnlyList<Passage> Best(int count, bool fitting = false) =>
    [
        .. _ranked.Where(ranked => ranked.Score >= BestScore * RelativeToBest && (!fitting || ranked.Fits))
            .DistinctBy(ranked => ranked.Passage.Text, StringComparer.OrdinalIgnoreCase)
            .Take(count)
            .OrderBy(ranked => ranked.Position)
            .Select(ranked => ranked.Passage),
    ];

    private static bool Fits(int words, int asked) => 2 * words >= asked && words >= Math.Min(2, asked);

    // A word that no passage has ("take" in "how long do refunds take") says little about which of them fits.
    private static double Weight(int having, int passages) =>
        having > 0 ? Math.Log(1 + ((1.0 + passages) / (1 + having))) : Math.Log(1 + ((1.0 + passages) / 2)) / 2;

    private static bool[] Found(string text, List<string> terms)
    {
        var words = Terms.Of(text).ToHashSet(StringComparer.Ordinal);
        return [.. terms.Select(words.Contains)];
    }
}
