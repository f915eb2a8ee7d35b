using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource at a moment.</summary>
public sealed record CustomResourceSnapshot
{
    private readonly ImmutableArray<HealthReportSnapshot> _healthReports = [];
    private readonly ResourceStateSnapshot? _state;

    /// <summary>Container, Executable, Project, Parameter, ….</summary>
    public required string ResourceType { get; init; }

    /// <summary>What dashboards show of the resource.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When it was declared to the host (UTC).</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it started (UTC).</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>The state.</summary>
    public ResourceStateSnapshot? State
    {
        get => _state;
        init
        {
            _state = value;
            HealthStatus = ComputeHealth(value?.Text, _healthReports);
        }
    }

    /// <summary>The exit code once it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The worst of the health reports while running; null otherwise.</summary>
    public HealthStatus? HealthStatus { get; private init; }

    /// <summary>The latest report of each health check.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports
    {
        get => _healthReports;
        internal init
        {
            _healthReports = value;
            HealthStatus = ComputeHealth(_state?.Text, value);
        }
    }

    /// <summary>The environment variables.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>The addresses.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>The volumes and bind mounts.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>The commands.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>How it stands to others.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether dashboards leave it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name of a Fluent UI icon.</summary>
    public string? IconName { get; init; }

    /// <summary>Filled or outlined.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>Completes when the subscribers of the ready event are done; null before.</summary>
    internal Task? ResourceReady { get; init; }

    // A check that has not reported yet counts as unhealthy.
    private static HealthStatus? ComputeHealth(string? state, ImmutableArray<HealthReportSnapshot> reports) =>
        state != KnownResourceStates.Running ? null
        : reports.Length == 0 ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : reports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);
}
