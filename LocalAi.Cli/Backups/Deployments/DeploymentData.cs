using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Backups.Deployments;

/// <summary>The data of a published stack that Docker Compose runs: its folder, its volumes, its databases.</summary>
/// <param name="project">The deployment.</param>
/// <param name="time">The clock.</param>
/// <param name="isLocked">Whether the caller holds the deployment's lock.</param>
internal sealed class DeploymentData(ComposeProject project, TimeProvider time, bool isLocked = false) : IStackData
{
    private readonly DeploymentDatabase _database = new(project);
    private ComposeDescription? _description;
    private IDisposable? _lock;
    private string? _startedDatabase;
    private DeploymentRestore? _restore;

    public BackupKind Kind => BackupKind.Deployment;

    public string Place => project.Deployment.Folder;

    public bool Saves(string path) => FolderTar.Takes(Place, IsLeftOut, path);

    public async Task<BackupManifest> DescribeAsync(BackupManifest manifest, bool withModels, CancellationToken cancellationToken)
    {
        Deployment.Open(Place);
        await project.EnsureEngineAsync(cancellationToken);
        Lock();
        _description = await project.DescribeAsync(cancellationToken);
        var existing = await project.ExistingVolumesAsync(_description, cancellationToken);
        var modelVolumes = _description.Services.Select(service => service.ModelVolume).OfType<string>().Where(existing.Contains).Distinct().ToList();
        var databaseVolumes = _description.Database?.Volumes.Select(mount => mount.Volume).ToHashSet() ?? [];
        manifest = manifest with
        {
            Images = _description.Services.ToDictionary(service => service.Name, service => service.Image),
            Volumes = [.. existing.Where(volume => !databaseVolumes.Contains(volume) && (withModels || !modelVolumes.Contains(volume)))],
            Models = await ModelsAsync(_description, modelVolumes, cancellationToken),
        };
        if (_description.Database is not { } database)
        {
            return manifest;
        }

        if (!(await project.ContainersAsync(cancellationToken)).Any(container => container.Service == database.Name && container.State == "running"))
        {
            _startedDatabase = database.Name;
            await project.UpAsync([database.Name], cancellationToken);
        }

        await _database.WaitUntilReadyAsync(time, cancellationToken);
        return await DatabaseParts.DescribeAsync(_database, manifest, cancellationToken);
    }

    public IReadOnlyList<BackupPart> Parts(BackupManifest manifest) =>
    [
        new(BackupPart.Folder, (output, cancellationToken) => FolderTar.WriteAsync(Place, IsLeftOut, output, cancellationToken)),
        .. manifest.Volumes.Select(volume => new BackupPart(BackupPart.Volume(volume), (output, cancellationToken) => ReadVolumeAsync(volume, output, cancellationToken))),
        .. _description?.Database is null ? [] : DatabaseParts.Of(_database, manifest),
    ];

    public async Task<string?> WhyNotRestoreAsync(BackupManifest manifest, bool replace, CancellationToken cancellationToken)
    {
        await project.EnsureEngineAsync(cancellationToken);
        var files = Directory.Exists(Place) && new DirectoryInfo(Place).EnumerateFileSystemInfos().Any(entry => entry.Name != Deployment.StateFolderName);
        if (files && !replace)
        {
            return $"{Place} has a deployment already. With --replace it is stopped and the backup takes the place of its files and data.";
        }

        _restore = new DeploymentRestore(project, _database, replace, time);
        return null;
    }

    public Task RestoreAsync(BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken)
    {
        _restore ??= new DeploymentRestore(project, _database, replace: true, time);
        Lock();
        return _restore.RestoreAsync(manifest, part, content, cancellationToken);
    }

    public async Task<string> FinishAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        await project.UpAsync([], cancellationToken);
        var services = await HealthGate.WaitAsync(project, HealthLimit, time, cancellationToken);
        return $"All {services} services run and are healthy.";
    }

    public async ValueTask DisposeAsync()
    {
        if (_startedDatabase is { } database)
        {
            await project.StopAsync([database], CancellationToken.None);
        }

        _lock?.Dispose();
    }

    private static TimeSpan HealthLimit { get; } = TimeSpan.FromMinutes(5);

    private static bool IsLeftOut(string name) => name == Deployment.StateFolderName;

    private void Lock()
    {
        if (!isLocked)
        {
            _lock ??= DeploymentLock.Take(project.Deployment);
        }
    }

    /// <summary>Copies a volume while what uses it is frozen, so that all its files are of one moment.</summary>
    private async Task ReadVolumeAsync(string volume, Stream output, CancellationToken cancellationToken)
    {
        var users = _description!.UsersOf(volume);
        var running = (await project.ContainersAsync(cancellationToken)).Where(container => container.State == "running").Select(container => container.Service).ToHashSet();
        var frozen = users.Select(service => service.Name).Where(running.Contains).ToList();
        if (frozen.Count > 0)
        {
            await project.ComposeAsync(["pause", .. frozen], cancellationToken);
        }

        try
        {
            await new ContainerVolume(project, _description.Volumes[volume], users[0].Image).ReadAsync(output, cancellationToken);
        }
        finally
        {
            if (frozen.Count > 0)
            {
                await project.ComposeAsync(["unpause", .. frozen], CancellationToken.None);
            }
        }
    }

    private async Task<IReadOnlyList<string>> ModelsAsync(ComposeDescription description, List<string> volumes, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var volume in volumes)
        {
            var image = description.UsersOf(volume)[0].Image;
            names.AddRange(OllamaModels.Names(await new ContainerVolume(project, description.Volumes[volume], image).FilesAsync("models/manifests", cancellationToken)));
        }

        return names;
    }
}
