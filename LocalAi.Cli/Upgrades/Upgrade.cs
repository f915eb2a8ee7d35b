using LocalAi.Cli.Backups;
using LocalAi.Cli.Backups.Deployments;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Upgrades;

/// <summary>Moves a deployment to a new publication, and back again when that does not become healthy.</summary>
/// <param name="context">Where it says what it does.</param>
/// <param name="project">The deployment; its lock is held.</param>
/// <param name="backup">The backup to write first.</param>
/// <param name="passphrase">What encrypts it.</param>
/// <param name="limit">How long the services may take to become healthy.</param>
internal sealed class Upgrade(CliContext context, ComposeProject project, string backup, string passphrase, TimeSpan limit)
{
    private TimeProvider Time => context.Doctor.Time;

    /// <exception cref="CommandFailedException">It was rolled back, or could not begin; the message says which.</exception>
    public async Task RunAsync(UpgradePlan plan, Deployment staged, CancellationToken cancellationToken)
    {
        var manifest = await SaveAsync(cancellationToken);
        try
        {
            await SwitchAsync(plan, staged, manifest, cancellationToken);
        }
        catch (Exception error) when (error is CommandFailedException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            await context.Out.WriteLineAsync($"The new version does not run: {(error is OperationCanceledException ? "it was interrupted." : error.Message)}");
            await RollBackAsync(manifest);
            throw new CommandFailedException($"The upgrade was rolled back: the old version runs again with the data it had. {(error is OperationCanceledException ? "" : error.Message)}".TrimEnd(), error);
        }
    }

    /// <summary>With everything stopped that writes, so that a roll-back loses nothing.</summary>
    private async Task<BackupManifest> SaveAsync(CancellationToken cancellationToken)
    {
        await context.Out.WriteLineAsync("Stopping the services.");
        var description = await project.DescribeAsync(cancellationToken);
        try
        {
            await project.StopAsync([.. description.Services.Where(service => !service.IsDumped).Select(service => service.Name)], cancellationToken);
            await using var data = new DeploymentData(project, Time, isLocked: true);
            return await BackupCommand.SaveAsync(context, data, backup, passphrase, withModels: false, cancellationToken);
        }
        catch (Exception error) when (error is CommandFailedException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            await project.UpAsync([], CancellationToken.None);
            throw;
        }
    }

    private async Task SwitchAsync(UpgradePlan plan, Deployment staged, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await context.Out.WriteLineAsync("Starting the new version.");
        var old = await project.DescribeAsync(cancellationToken);
        await project.DownAsync(cancellationToken);
        StagedPublication.PutInPlace(staged, project.Deployment);
        if (manifest.PostgresVersion is { } from && plan.NewPostgres is { } to && from != to)
        {
            await context.Out.WriteLineAsync($"Moving the databases from Postgres {from} to {to}.");
            foreach (var (volume, _) in old.Database!.Volumes)
            {
                await project.RemoveVolumeAsync(old, volume, cancellationToken);
            }

            await MoveDatabasesAsync(manifest, cancellationToken);
        }

        await project.UpAsync([], cancellationToken);
        var services = await HealthGate.WaitAsync(project, limit, Time, cancellationToken);
        await context.Out.WriteLineAsync($"All {services} services run and are healthy.");
    }

    private async Task MoveDatabasesAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var database = new DeploymentDatabase(project);
        await project.UpAsync([(await project.DescribeAsync(cancellationToken)).Database!.Name], cancellationToken);
        await database.WaitUntilReadyAsync(Time, cancellationToken);
        await BackupFile.ReadAsync(
            backup,
            passphrase,
            async (part, content, token) =>
            {
                if (part == BackupPart.Roles || BackupPart.DatabaseOf(part) is not null)
                {
                    await DatabaseParts.RestoreAsync(database, manifest, part, content, token);
                    await context.Out.WriteLineAsync($"  {part}");
                }
            },
            cancellationToken);
    }

    private async Task RollBackAsync(BackupManifest manifest)
    {
        await context.Out.WriteLineAsync("Rolling back.");
        try
        {
            await using var data = new DeploymentData(project, Time, isLocked: true);
            await RestoreCommand.PutBackAsync(context, data, backup, passphrase, manifest, CancellationToken.None);
        }
        catch (Exception error) when (error is CommandFailedException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"The upgrade failed, and so did its roll-back: {error.Message} The data is safe in {backup}: when the cause is away, run localai restore {backup} --deployment {project.Deployment.Folder} --replace", error);
        }
    }
}
