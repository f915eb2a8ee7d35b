using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// Starts one kind of resource. Processes are built in; a service that is registered for containers makes them run, too.
/// </summary>
internal interface IResourceStarter
{
    /// <summary>Whether this is the one for the resource.</summary>
    bool CanStart(IResource resource);

    /// <summary>Starts an instance. Environment and arguments are complete, output goes to the instance's log.</summary>
    /// <exception cref="ResourceStartException">It cannot be started; the message is shown as the reason.</exception>
    Task<IRunningResource> StartAsync(InstanceStart start, CancellationToken cancellationToken);
}
