namespace LocalAi.Dashboard.Telemetry;

/// <summary>A sender: one instance of one service. <see cref="Attributes"/> are those of the resource as first seen.</summary>
public sealed class TelemetryResource(string name, string instanceId, TelemetryTag[] attributes)
{
    /// <summary><c>service.name</c>, or <c>unknown_service</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>service.instance.id</c>; empty where the sender has none.</summary>
    public string InstanceId { get; } = instanceId;

    public TelemetryTag[] Attributes { get; } = attributes;

    /// <summary>What people see: the name, followed by the start of the instance where a service has several.</summary>
    public string DisplayName { get; private set; } = name;

    public bool HasTraces { get; set; }

    public bool HasLogs { get; set; }

    public bool HasMetrics { get; set; }

    /// <summary>Our clock's nanoseconds of the last telemetry.</summary>
    public long LastSeen { get; set; }

    internal void ShowInstance() =>
        DisplayName = InstanceId.Length == 0 ? Name : $"{Name}-{InstanceId[..Math.Min(8, InstanceId.Length)]}";
}
