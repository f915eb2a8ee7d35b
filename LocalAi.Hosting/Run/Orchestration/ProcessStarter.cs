using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Starts executables, and projects by their built assembly (no build, no second <c>dotnet</c> in between).</summary>
internal sealed class ProcessStarter(HostSession session, ProjectTargets targets) : IResourceStarter
{
    public bool CanStart(IResource resource) => resource is ProjectResource or ExecutableResource;

    public Task<IRunningResource> StartAsync(InstanceStart start, CancellationToken cancellationToken)
    {
        var spec = start.Resource is ProjectResource project ? Project(project, start) : Executable((ExecutableResource)start.Resource, start);
        var child = session.Launcher.Start(spec, start.Log.Add);
        return Task.FromResult<IRunningResource>(new RunningProcess(child, spec, start.Resource));
    }

    private ProcessSpec Project(ProjectResource project, InstanceStart start)
    {
        var path = project.TryGetLastAnnotation<IProjectMetadata>(out var metadata)
            ? metadata.ProjectPath
            : throw new ResourceStartException($"The project '{project.Name}' has no path.");
        string[] program = targets.Find(path) is { } assembly
            ? ["exec", assembly]
            : ["run", "--no-build", "--no-launch-profile", "--project", path, "--"];
        return new ProcessSpec(start.InstanceName, DotNetProgram.Path, [.. program, .. start.Arguments], Path.GetDirectoryName(path)!) { Environment = start.Environment };
    }

    private static ProcessSpec Executable(ExecutableResource executable, InstanceStart start) =>
        new(start.InstanceName, executable.Command, start.Arguments, executable.WorkingDirectory)
        {
            Environment = start.Environment,
            StopSignal = StopSignals.For(executable.Command, start.Arguments),
        };
}
