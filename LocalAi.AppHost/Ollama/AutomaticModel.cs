using LocalAi.AppHost.Configuration;
using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Detection;

namespace LocalAi.AppHost.Ollama;

/// <summary>The chat model that a model server which LocalAi starts is given.</summary>
/// <param name="Model">Ollama tag.</param>
/// <param name="Reason">Why this one, where this machine's hardware decided.</param>
internal sealed record AutomaticModel(string Model, string? Reason)
{
    /// <summary>What the operator set; else the best that is comfortable on this machine; in a manifest, which is for any machine, a small one.</summary>
    public static async Task<AutomaticModel> ChooseAsync(LocalAiStack stack, CancellationToken cancellationToken)
    {
        if (!stack.Options.Models.Chat.Equals(ModelOptions.Auto, StringComparison.OrdinalIgnoreCase))
        {
            return new(stack.Options.Models.Chat, null);
        }

        if (stack.IsPublishing)
        {
            return new(ModelOptions.DefaultChat, null);
        }

        var detected = await HardwareDetector.ForThisMachine().DetectAsync(cancellationToken);
        var advice = AutoModel.Choose(detected.Machine);
        return new(advice.Model ?? ModelOptions.DefaultChat, advice.Reason);
    }
}
