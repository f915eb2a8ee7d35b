using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Components.Pages.Resources;

/// <summary>How a resource is doing, in a word and a colour.</summary>
public sealed record ResourceState(string Text, string Tone, string? Detail)
{
    public const string Good = "success";
    public const string Busy = "info";
    public const string Doubtful = "warning";
    public const string Bad = "error";
    public const string Idle = "idle";

    public static ResourceState Of(Resource resource)
    {
        var state = resource.HasState && resource.State.Length > 0 ? resource.State : "Unknown";
        var unwell = resource.HealthReports.Where(report => report.HasStatus && report.Status != HealthStatus.Healthy).ToArray();
        var unchecked_ = resource.HealthReports.Any(report => !report.HasStatus);
        if (state == "Running" && unwell.Length > 0)
        {
            var detail = string.Join("; ", unwell.Select(report => $"{report.Key}: {report.Description}".TrimEnd(' ', ':')));
            return unwell.All(report => report.Status == HealthStatus.Degraded)
                ? new ResourceState("Running, degraded", Doubtful, detail)
                : new ResourceState("Running, unhealthy", Doubtful, detail);
        }

        return state switch
        {
            "Running" when unchecked_ => new ResourceState("Running, checking", Busy, null),
            "Running" => new ResourceState(state, Good, null),
            "FailedToStart" => new ResourceState("Failed to start", Bad, Reason(resource) ?? (Property(resource, "resource.exitCode") is { } code ? $"exit code {code}" : null)),
            "RuntimeUnhealthy" => new ResourceState("Container engine unhealthy", Doubtful, Reason(resource)),
            "Exited" or "Finished" => Property(resource, "resource.exitCode") is { } exit and not "0"
                ? new ResourceState(state, Bad, Reason(resource) ?? $"exit code {exit}")
                : new ResourceState(state, Idle, null),
            "Off" => new ResourceState(state, Idle, Property(resource, "Reason")),
            "Starting" or "Waiting" or "Stopping" => new ResourceState(state, Busy, null),
            _ => new ResourceState(state, resource.StateStyle switch { "success" => Good, "error" => Bad, "warning" => Doubtful, "info" => Busy, _ => Idle }, null),
        };
    }

    /// <summary>What LocalAi's host says about it: what failed and what would help.</summary>
    private static string? Reason(Resource resource) => Property(resource, "localai.reason");

    /// <summary>A property as text; null where it is absent or empty.</summary>
    public static string? Property(Resource resource, string name) =>
        resource.Properties.FirstOrDefault(property => property.Name == name) is { } found && ValueText(found.Value) is { Length: > 0 } text ? text : null;

    public static string ValueText(Google.Protobuf.WellKnownTypes.Value? value) => value?.KindCase switch
    {
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.StringValue => value.StringValue,
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.NumberValue => value.NumberValue.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.ListValue => string.Join(", ", value.ListValue.Values.Select(ValueText)),
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.StructValue => value.StructValue.ToString(),
        _ => string.Empty,
    };
}
