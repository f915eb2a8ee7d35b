using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>One answer to generate, whichever protocol asked for it.</summary>
internal sealed record GenerationRequest
{
    /// <summary>When the request came, in <see cref="Pacer"/> ticks.</summary>
    public required long Started { get; init; }

    public required SimulatedModel Model { get; init; }

    public required IReadOnlyList<ChatTurn> Turns { get; init; }

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public ToolDemand ToolDemand { get; init; } = ToolDemand.Auto;

    /// <summary>Undefined for text, the string "json", or a JSON schema.</summary>
    public JsonElement Format { get; init; }

    public GenerationOptions Options { get; init; } = new();

    /// <summary>Negative for ever; null for the configured one.</summary>
    public TimeSpan? KeepAlive { get; init; }
}
