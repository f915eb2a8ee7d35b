namespace LocalAi.Hosting.Run.Processes;

/// <summary>A program to start as a child of the host.</summary>
internal sealed record ProcessSpec(string Resource, string Program, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Added to what the child inherits from the host; wins over it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Asks the program to end in an orderly way.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;
}
