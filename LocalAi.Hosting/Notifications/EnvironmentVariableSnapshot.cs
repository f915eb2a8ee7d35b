namespace Aspire.Hosting.ApplicationModel;

/// <summary>An environment variable, and whether the declaration set it.</summary>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);
