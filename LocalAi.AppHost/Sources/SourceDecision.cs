namespace LocalAi.AppHost.Sources;

/// <summary>Where a service comes from in this run, and why.</summary>
/// <param name="Source">The decision.</param>
/// <param name="Reason">A sentence for a person: what was found, or what is missing.</param>
/// <param name="Remedy">What would turn the service on, where it is off.</param>
/// <param name="Location">The URL (external) or the program's path (native).</param>
internal sealed record SourceDecision(ServiceSource Source, string Reason, string? Remedy = null, string? Location = null);

/// <summary>Where a service comes from.</summary>
internal enum ServiceSource
{
    Container,
    Native,
    Embedded,
    External,
    Off,
}
