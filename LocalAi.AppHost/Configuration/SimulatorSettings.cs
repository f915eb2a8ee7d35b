namespace LocalAi.AppHost.Configuration;

/// <summary>The hardware and models that the simulator pretends to have; it has more settings of its own, see docs/model-simulator.md.</summary>
internal sealed class SimulatorSettings
{
    /// <summary>The <see cref="Gpu"/> of a machine that has none.</summary>
    public const string NoGpu = "cpu";

    /// <summary>A GPU of the hardware catalogue, <see cref="NoGpu"/>, or null for no particular timing.</summary>
    public string? Gpu { get; set; }

    /// <summary>How many of them.</summary>
    public int GpuCount { get; set; } = 1;

    /// <summary>Tags, separated by commas, that are installed from the start; the stack chats with the first that can.</summary>
    public string? Model { get; set; }

    /// <summary>The tags of <see cref="Model"/>.</summary>
    public IEnumerable<string> Tags() => (Model ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
