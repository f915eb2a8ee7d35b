namespace LocalAi.Evaluations;

/// <summary>What came of a question.</summary>
/// <param name="Hit">The right passage was among those that the search gives the model.</param>
/// <param name="Answered">The answer has the fact.</param>
/// <param name="Cited">The passages that the answer cites, as they open.</param>
internal sealed record Outcome(EvaluationQuestion Question, bool Hit, bool Answered, IReadOnlyList<string> Cited, string Answer)
{
    /// <summary>One of the passages that the answer cites has the fact.</summary>
    public bool CitedRight => Cited.Any(Question.IsIn);

    /// <summary>An answer without a citation claims nothing of the documents.</summary>
    public bool Refused => Cited.Count == 0;
}
