using System.Text.Json.Serialization;

namespace LocalAi.Cli.Deployments;

/// <summary>A container of a deployment, as <c>docker compose ps</c> tells it.</summary>
internal sealed record ComposeContainer
{
    [JsonPropertyName("ID")]
    public required string Id { get; init; }

    public required string Service { get; init; }

    /// <summary>created, running, paused, restarting, exited, dead.</summary>
    public required string State { get; init; }

    /// <summary>healthy, unhealthy, starting; empty where the service has no check.</summary>
    public string Health { get; init; } = "";

    public int ExitCode { get; init; }

    /// <summary>Up and healthy, or a one-shot that has done its work.</summary>
    public bool IsGood => State == "running" ? Health is "" or "healthy" : State == "exited" && ExitCode == 0;
}
