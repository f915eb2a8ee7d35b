using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>How a service's health is checked.</summary>
public sealed class Healthcheck
{
    /// <summary>The command: <c>CMD</c> or <c>CMD-SHELL</c> first.</summary>
    [YamlMember(Alias = "test")]
    public List<string> Test { get; set; } = [];

    /// <summary>Time between checks, such as <c>5s</c>.</summary>
    [YamlMember(Alias = "interval")]
    public required string Interval { get; set; }

    /// <summary>How long a check may take.</summary>
    [YamlMember(Alias = "timeout")]
    public required string Timeout { get; set; }

    /// <summary>Failures until it is unhealthy.</summary>
    [YamlMember(Alias = "retries")]
    public int? Retries { get; set; }

    /// <summary>How long failures do not count at the start.</summary>
    [YamlMember(Alias = "start_period")]
    public required string StartPeriod { get; set; }
}
