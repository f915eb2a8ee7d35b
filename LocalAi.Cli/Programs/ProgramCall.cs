namespace LocalAi.Cli.Programs;

/// <summary>A program with its arguments. Secrets go into the environment, never into an argument that every user of the machine sees.</summary>
/// <param name="Program">Name or path.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; null for here.</summary>
    public string? Folder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How messages call it.</summary>
    public string Name => $"{Path.GetFileName(Program)} {string.Join(' ', Arguments.Where(argument => !argument.StartsWith('-')).Take(2))}".TrimEnd();
}
