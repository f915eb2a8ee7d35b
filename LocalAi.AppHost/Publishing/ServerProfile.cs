using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace LocalAi.AppHost.Publishing;

/// <summary>How a service runs on a server: what tells its health, and what it is kept from.</summary>
/// <param name="Health">The check's command, <c>CMD</c> or <c>CMD-SHELL</c> first; only with programs that the service's image has.</param>
/// <param name="Memory">The most memory it may take, such as <c>512M</c>; null for a service whose need is the operator's choice.</param>
internal sealed record ServerProfile(IReadOnlyList<string> Health, string? Memory)
{
    /// <summary>The port in the container that is on 127.0.0.1 of the server where the stack is not public; null for none.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>The capabilities that stay when all others are dropped.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether nothing but volumes and <see cref="Tmpfs"/> can be written.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Folders in memory.</summary>
    public IReadOnlyList<string> Tmpfs { get; init; } = [];

    /// <summary>How long a start may take until failed checks count.</summary>
    public string StartPeriod { get; init; } = "60s";

    /// <summary>Whether an init process takes care of what the service leaves behind.</summary>
    public bool NeedsInit { get; init; }

    public void Apply(Service service)
    {
        service.Restart = "unless-stopped";
        service.Healthcheck = new Healthcheck { Test = [.. Health], Interval = "10s", Timeout = "5s", Retries = 6, StartPeriod = StartPeriod };
        Confine(service);
        service.CapAdd = [.. Capabilities];
        service.ReadOnly = IsReadOnly ? true : null;
        service.Tmpfs = [.. Tmpfs];
        service.Init = NeedsInit ? true : null;
        if (Memory is not null)
        {
            service.Deploy = new Deploy { Resources = new DeployResources { Limits = new ResourceSpec { Memory = Memory } } };
        }
    }

    /// <summary>What holds for every container: no privileges to be had, and a log that does not fill the disk.</summary>
    public static void Confine(Service service)
    {
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];
        service.Logging = new Logging { Driver = "json-file", Options = new() { ["max-size"] = "10m", ["max-file"] = "3" } };
    }
}
