using LocalAi.Hardware.Architecture;

namespace LocalAi.Hardware.Estimation;

/// <summary>
/// What models of a size are good for, and the speed to count on with real use. The four classes are those of the project's brief;
/// their speeds are conservative floors (context in use, modest hardware of the class), not empty-context benchmarks.
/// </summary>
public sealed record Capability(string Name, double FromParameters, int FloorLow, int FloorHigh)
{
    // A "14B" or "70B" model has up to 2 % fewer parameters than its name says.
    private const double NominalTolerance = 0.98;

    /// <summary>Below 14B.</summary>
    public static readonly Capability SimpleChat = new("simple chat", 0, 25, 35);

    /// <summary>From 14B.</summary>
    public static readonly Capability BasicToolCalling = new("basic tool calling", 14e9, 15, 25);

    /// <summary>From 30B.</summary>
    public static readonly Capability ComplexAgents = new("complex agent tasks", 30e9, 10, 20);

    /// <summary>From 70B.</summary>
    public static readonly Capability CloseToCloud = new("close to cloud", 70e9, 8, 12);

    /// <summary>A model that returns vectors.</summary>
    public static readonly Capability Embedding = new("embedding", 0, 0, 0);

    /// <summary>The classes of chat models, smallest first.</summary>
    public static readonly IReadOnlyList<Capability> Chat = [SimpleChat, BasicToolCalling, ComplexAgents, CloseToCloud];

    /// <summary>The class of <paramref name="model"/>, by all its parameters (those of every expert).</summary>
    public static Capability Of(ModelArchitecture model) => model.Embedding
        ? Embedding
        : Chat.Last(capability => model.Parameters >= capability.FromParameters * NominalTolerance);
}
