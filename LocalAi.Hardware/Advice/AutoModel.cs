using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Advice;

/// <summary>The model that <c>LocalAi:Models:Chat</c> = <c>auto</c> stands for on a machine.</summary>
/// <param name="Model">Ollama tag to pull; null when nothing is worth pulling.</param>
/// <param name="Reason">Why, in a sentence that the host prints.</param>
public sealed record AutoModel(string? Model, string Reason)
{
    /// <summary>The value of the setting that asks for this.</summary>
    public const string Setting = "auto";

    /// <summary>
    /// The most capable model with tools that is comfortable on <paramref name="machine"/>; the quickest one where none is; null where none fits
    /// in memory.
    /// </summary>
    public static AutoModel Choose(Machine machine)
    {
        var recommendations = new[] { ModelUse.ComplexAgent, ModelUse.ToolCalling }.Select(use => Advisor.Recommend(use, machine)).ToList();
        var chosen = recommendations.FirstOrDefault(recommendation => recommendation.Suitable) ?? recommendations[^1];
        return new AutoModel(chosen.Model, chosen.Reason);
    }
}
