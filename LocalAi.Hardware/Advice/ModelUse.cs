using LocalAi.Hardware.Estimation;

namespace LocalAi.Hardware.Advice;

/// <summary>What somebody wants a model for.</summary>
/// <param name="Name">Shown to people and used in JSON.</param>
/// <param name="Class">The smallest class that does it well.</param>
/// <param name="NeedsTools">True when the model's template must declare tools.</param>
public sealed record ModelUse(string Name, Capability Class, bool NeedsTools)
{
    /// <summary>Questions and answers.</summary>
    public static readonly ModelUse SimpleChat = new("simple chat", Capability.SimpleChat, NeedsTools: false);

    /// <summary>Single tool calls: search, a calculation, one workflow.</summary>
    public static readonly ModelUse ToolCalling = new("tool calling", Capability.BasicToolCalling, NeedsTools: true);

    /// <summary>Plans of several steps with several tools.</summary>
    public static readonly ModelUse ComplexAgent = new("complex agent", Capability.ComplexAgents, NeedsTools: true);

    /// <summary>All uses, least demanding first.</summary>
    public static readonly IReadOnlyList<ModelUse> All = [SimpleChat, ToolCalling, ComplexAgent];
}
