using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Startup;

namespace LocalAi.AppHost;

/// <summary>What every service of the stack is built from: the operator's settings and where services come from in this run.</summary>
internal sealed class LocalAiStack
{
    private readonly SourceResolver _resolver;
    private readonly Machine _machine;

    public LocalAiStack(LocalAiOptions options, bool isPublishing, bool isComposing, Machine machine)
    {
        Options = options;
        IsPublishing = isPublishing;
        _machine = machine;
        IsComposing = isComposing;
        _resolver = new SourceResolver(options, machine);
    }

    public LocalAiOptions Options { get; }

    /// <summary>The service's port on this machine.</summary>
    public int Port(string service) => Service(service).Port ?? ServiceCatalog.Get(service).DefaultPort
        ?? throw new InvalidOperationException($"'{service}' has no default port.");

    /// <summary>Where our own programs listen in their containers: without privileges nobody takes a low port. Here the host chooses.</summary>
    public int? ProgramPort => IsPublishing ? 8080 : null;

    /// <summary>Whether what is described is published rather than run here.</summary>
    public bool IsPublishing { get; }

    /// <summary>Whether a compose file for a server is published, rather than the manifest.</summary>
    public bool IsComposing { get; }

    /// <summary>
    /// The volume that keeps a container's data. On this machine its name belongs to the data directory: another data directory, or
    /// this one deleted and made again, starts with empty volumes.
    /// </summary>
    public string VolumeName(string service) => IsPublishing ? $"localai-{service}" : $"localai-{service}-{DataDirectory.InstanceId(Options.DataDirectory)}";

    /// <summary>Whether the host is to start its dashboard.</summary>
    public bool HasDashboard => Service(ServiceCatalog.Dashboard).Source != SourceSetting.Off;

    /// <summary>Caddy's port for plain http on this machine.</summary>
    public int HttpPort(string service) => Service(service).HttpPort ?? 80;

    /// <summary>A host name's address in <c>lan</c> and <c>public</c>, without a slash at its end.</summary>
    public string PublicAddress(string label) =>
        $"https://{(label.Length == 0 ? "" : $"{label}.")}{Options.Domain}{(Port(ServiceCatalog.Caddy) is var port and not 443 ? $":{port}" : "")}";

    /// <summary>The image that the operator set for the service, else <paramref name="pinned"/>.</summary>
    public string Image(string service, string pinned) => Service(service).Image ?? pinned;

    /// <summary>Where the service comes from: publishing never asks the machine, it always describes containers.</summary>
    public Task<SourceDecision> ResolveAsync(ServiceDefinition service, string image, Uri? answersAt = null) =>
        IsPublishing
            ? Task.FromResult(new SourceDecision(ServiceSource.Container, image))
            : _resolver.ResolveAsync(service, image, answersAt);

    /// <summary>Why a container of this image cannot run here; null when it can. Publishing never asks.</summary>
    public Task<ContainerProblem?> FindContainerProblemAsync(string image) =>
        IsPublishing ? Task.FromResult<ContainerProblem?>(null) : _machine.FindContainerProblem(image, CancellationToken.None);

    private ServiceOptions Service(string name) => Options.Services.GetValueOrDefault(name) ?? new ServiceOptions();
}
