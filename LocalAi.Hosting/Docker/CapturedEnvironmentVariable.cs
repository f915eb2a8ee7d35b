namespace Aspire.Hosting.Docker;

/// <summary>A variable that a compose file leaves to its <c>.env</c>.</summary>
public sealed class CapturedEnvironmentVariable
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>A value that would do.</summary>
    public string? DefaultValue { get; set; }

    /// <summary>What it stands for.</summary>
    public object? Source { get; set; }
}
