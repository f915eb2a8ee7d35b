using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>The chat models that can be chosen, and the one that is chosen in this tab.</summary>
internal sealed class ChatModels(AgentClient agent)
{
    private string? _default;

    /// <summary>Every chat model, the default first; empty until loaded.</summary>
    public IReadOnlyList<ModelInfo> All { get; private set; } = [];

    /// <summary>The model of the next question; null until the models are known.</summary>
    public ModelInfo? Selected { get; private set; }

    /// <summary>Why the models are unknown.</summary>
    public AgentProblem? Problem { get; private set; }

    /// <summary>Raised when the list or the choice changed.</summary>
    public event Action? Changed;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await agent.ListModelsAsync(cancellationToken);
            _default = list.Default;
            All = [.. list.Models.Where(model => model.CanChat).OrderByDescending(model => model.IsNamed(list.Default))];
            Selected = Find(Selected?.Id) ?? Find(_default) ?? (All.Count > 0 ? All[0] : null);
            Problem = null;
        }
        catch (AgentException failure)
        {
            Problem = failure.Problem;
        }

        Changed?.Invoke();
    }

    /// <summary>Chooses a model; one that there is not (any more) leaves the choice as it is.</summary>
    public void Select(string? id)
    {
        if (Find(id) is { } model && model != Selected)
        {
            Selected = model;
            Changed?.Invoke();
        }
    }

    private ModelInfo? Find(string? id) => All.FirstOrDefault(model => model.IsNamed(id));
}
