namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>A started resource: a process of this machine, or a container.</summary>
internal interface IRunningResource
{
    /// <summary>The exit code, once it has ended for whatever reason.</summary>
    Task<int> Exited { get; }

    /// <summary>What users see of it, by property name: <c>executable.pid</c>, <c>container.id</c>, ….</summary>
    IReadOnlyDictionary<string, object> Properties { get; }

    /// <summary>Asks it to end, ends it by force after the grace time or when cancelled, and returns when it is gone.</summary>
    Task StopAsync(TimeSpan grace, CancellationToken cancellationToken);
}
