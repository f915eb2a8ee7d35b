using System.Globalization;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Backups.Deployments;

/// <summary>Puts a deployment back part by part: files, volumes, then databases, for which the database server alone is started.</summary>
internal sealed class DeploymentRestore(ComposeProject project, DeploymentDatabase database, bool replace, TimeProvider time)
{
    private ComposeDescription? _description;
    private bool _databaseIsReady;

    public async Task RestoreAsync(BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken)
    {
        if (part == BackupPart.Folder)
        {
            await MoveAsideAsync(cancellationToken);
            await FolderTar.ExtractAsync(content, project.Deployment.Folder, cancellationToken);
            await PrepareAsync(manifest, cancellationToken);
        }
        else if (BackupPart.VolumeOf(part) is { } volume)
        {
            await RestoreVolumeAsync(volume, content, cancellationToken);
        }
        else
        {
            await StartDatabaseAsync(cancellationToken);
            await DatabaseParts.RestoreAsync(database, manifest, part, content, cancellationToken);
        }
    }

    private async Task MoveAsideAsync(CancellationToken cancellationToken)
    {
        var folder = project.Deployment;
        var there = Directory.Exists(folder.Folder) ? new DirectoryInfo(folder.Folder).GetFileSystemInfos().Where(entry => entry.Name != Deployment.StateFolderName).ToList() : [];
        if (there.Count == 0)
        {
            return;
        }

        if (File.Exists(folder.ComposeFile))
        {
            try
            {
                await project.DownAsync(cancellationToken);
            }
            catch (CommandFailedException)
            {
                // Its file is broken: the one of the backup, which has the same project, stops it below.
            }
        }

        var aside = Path.Combine(folder.StateFolder, $"files-before-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(aside);
        foreach (var entry in there)
        {
            Directory.Move(entry.FullName, Path.Combine(aside, entry.Name));
        }
    }

    private async Task PrepareAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        _description = await project.DescribeAsync(cancellationToken);
        var existing = await project.ExistingVolumesAsync(_description, cancellationToken);
        var doomed = existing.Where(volume => manifest.Volumes.Contains(volume) || IsDatabases(volume) && manifest.PostgresVersion is not null).ToList();
        if (doomed.Count > 0 && !replace)
        {
            Directory.GetFileSystemEntries(project.Deployment.Folder).Where(entry => Path.GetFileName(entry) != Deployment.StateFolderName).ToList().ForEach(Remove);
            throw new CommandFailedException($"Volumes of an earlier deployment of this name are there: {string.Join(", ", doomed.Select(volume => _description.Volumes[volume]))}. With --replace the backup takes their place. Nothing was changed.");
        }

        await project.DownAsync(cancellationToken);
        foreach (var volume in doomed)
        {
            await project.RemoveVolumeAsync(_description, volume, cancellationToken);
        }
    }

    private async Task RestoreVolumeAsync(string volume, Stream content, CancellationToken cancellationToken)
    {
        var users = _description!.UsersOf(volume);
        if (users.Count == 0)
        {
            throw new CommandFailedException($"The backup has a volume {volume} that {project.Deployment.ComposeFile} does not mention.");
        }

        await project.EnsureVolumeAsync(_description, volume, cancellationToken);
        await new ContainerVolume(project, _description.Volumes[volume], users[0].Image).WriteAsync(content, cancellationToken);
    }

    private async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        if (_databaseIsReady)
        {
            return;
        }

        var service = _description!.Database ?? throw new CommandFailedException($"The backup has databases, and {project.Deployment.ComposeFile} has no Postgres service.");
        await project.UpAsync([service.Name], cancellationToken);
        await database.WaitUntilReadyAsync(time, cancellationToken);
        _databaseIsReady = true;
    }

    private bool IsDatabases(string volume) => _description!.Database?.Volumes.Any(mount => mount.Volume == volume) == true;

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
