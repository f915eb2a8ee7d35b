using LocalAi.Hardware.Estimation;

namespace LocalAi.Hardware.Advice;

/// <summary>The model for a use on a machine, and how to run it.</summary>
public sealed record Recommendation
{
    /// <summary>simple chat, tool calling, complex agent or embedding.</summary>
    public required string Use { get; init; }

    /// <summary>Ollama tag, or null when no model is worth running.</summary>
    public required string? Model { get; init; }

    /// <summary>llama.cpp's name of the quantization.</summary>
    public string? Quantization { get; init; }

    /// <summary>Context to set, in tokens.</summary>
    public int Context { get; init; }

    /// <summary>KV cache type to set.</summary>
    public string? KvCache { get; init; }

    /// <summary>True when the model is of the class the use asks for and fast enough to talk to.</summary>
    public required bool Suitable { get; init; }

    /// <summary>Why this one, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Numbers of the recommended setting.</summary>
    public FitEstimate? Estimate { get; init; }
}
