namespace LocalAi.Evaluations;

/// <summary>
/// How well the agent finds, cites and refuses, on documents of our own. With the simulator, whose answers are the same everywhere, it holds the
/// shares to thresholds; with LOCALAI_EVALUATION_CHAT (and LOCALAI_EVALUATION_EMBEDDING), connection strings of real models, it only reports.
/// </summary>
public sealed class KnowledgeEvaluation(ITestOutputHelper output)
{
    [Fact]
    public async Task Answers_AreFoundCitedAndRefused_AsOftenAsTheyWere()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var chat = Environment.GetEnvironmentVariable("LOCALAI_EVALUATION_CHAT");
        var embedding = Environment.GetEnvironmentVariable("LOCALAI_EVALUATION_EMBEDDING");
        await using var stack = await EvaluationStack.StartAsync(chat, embedding, cancellationToken);
        var outcomes = new List<Outcome>();
        foreach (var question in EvaluationQuestion.All)
        {
            outcomes.Add(await stack.AskAsync(question, cancellationToken));
        }

        var report = new EvaluationReport(chat is null ? "the simulator" : ModelOf(chat), outcomes);
        output.WriteLine($"Report: {report.Write()}");
        if (chat is null && embedding is null)
        {
            Assert.True(
                report.HitRate >= 0.95 && report.AnswerRate >= 0.8 && report.CitationCorrectness >= 0.95 && report.RefusalRate >= 0.9,
                $"found {report.HitRate:P0} (95), answered {report.AnswerRate:P0} (80), cited {report.CitationCorrectness:P0} (95), refused {report.RefusalRate:P0} (90)");
        }
    }

    [Fact]
    public void Questions_AreEnough_AndTheirFactsAreInTheirDocuments()
    {
        Assert.True(EvaluationQuestion.All.Count(question => question.Document is not null) >= 40);
        Assert.True(EvaluationQuestion.All.Count(question => question.Document is null) >= 10);
        Assert.Distinct(EvaluationQuestion.All.Select(question => question.Question));
    }

    /// <summary>The model alone: a connection string may have a key.</summary>
    private static string ModelOf(string connectionString) =>
        connectionString.Split(';').FirstOrDefault(part => part.StartsWith("Model=", StringComparison.OrdinalIgnoreCase))?[6..] ?? "a configured model";
}
