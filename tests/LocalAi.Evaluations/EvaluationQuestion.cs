using System.Text.Json;

namespace LocalAi.Evaluations;

/// <summary>A question of the set.</summary>
/// <param name="Question">As a person asks it.</param>
/// <param name="Document">The document that answers it; null where none does, and the agent should say so.</param>
/// <param name="Fact">Words of that document which an answer must have.</param>
internal sealed record EvaluationQuestion(string Question, string? Document, string? Fact)
{
    public static IReadOnlyList<EvaluationQuestion> All { get; } = JsonSerializer.Deserialize<EvaluationQuestion[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "questions.json")), JsonSerializerOptions.Web)!;

    /// <summary>Whether a text has the fact, however its lines are broken.</summary>
    public bool IsIn(string text) => Fact is not null && string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Contains(Fact, StringComparison.OrdinalIgnoreCase);
}
