namespace LocalAi.Cli.Deployments;

/// <summary>A deployment as its compose file describes it, variables filled in.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Services">Its services.</param>
/// <param name="Volumes">The engine's name of each named volume, by its key in the compose file.</param>
internal sealed record ComposeDescription(string Project, IReadOnlyList<ComposeService> Services, IReadOnlyDictionary<string, string> Volumes)
{
    /// <summary>The Postgres server whose databases are dumped; null where there is none.</summary>
    public ComposeService? Database => Services.FirstOrDefault(service => service.IsDumped);

    /// <summary>The services that mount a volume.</summary>
    public IReadOnlyList<ComposeService> UsersOf(string volume) => [.. Services.Where(service => service.Volumes.Any(mount => mount.Volume == volume))];
}
