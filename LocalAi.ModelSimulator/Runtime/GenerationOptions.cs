namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// The options of a request that change what the simulator does. Sampling options (temperature, seed …) are checked and have no
/// effect: the same conversation always gives the same answer.
/// </summary>
internal sealed record GenerationOptions
{
    /// <summary>Context in tokens; null for the configured one.</summary>
    public int? NumCtx { get; init; }

    /// <summary>Most tokens of an answer; 0 or less for no limit.</summary>
    public int NumPredict { get; init; } = -1;

    /// <summary>Texts before which an answer ends.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
