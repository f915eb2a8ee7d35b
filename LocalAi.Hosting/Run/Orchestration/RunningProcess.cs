using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>A process of this machine as a running resource.</summary>
internal sealed class RunningProcess(ChildProcess child, ProcessSpec spec, IResource resource) : IRunningResource
{
    public Task<int> Exited => child.Exited;

    public IReadOnlyDictionary<string, object> Properties { get; } = Describe(child, spec, resource);

    public Task StopAsync(TimeSpan grace, CancellationToken cancellationToken) => child.StopAsync(grace, cancellationToken);

    // Arguments may hold secrets; they are published by those who know which.
    private static Dictionary<string, object> Describe(ChildProcess child, ProcessSpec spec, IResource resource)
    {
        var properties = new Dictionary<string, object>
        {
            [ResourceProperties.ProcessId] = child.ProcessId,
            [ResourceProperties.ProgramPath] = spec.Program,
            [ResourceProperties.WorkingDirectory] = spec.WorkingDirectory,
        };
        if (resource.TryGetLastAnnotation<IProjectMetadata>(out var project))
        {
            properties[ResourceProperties.ProjectPath] = project.ProjectPath;
        }

        return properties;
    }
}
