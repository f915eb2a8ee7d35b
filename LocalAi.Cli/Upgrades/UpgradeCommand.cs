using System.CommandLine;
using System.Globalization;
using LocalAi.Cli.Backups;
using LocalAi.Cli.Backups.Deployments;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Upgrades;

/// <summary><c>localai upgrade PUBLISHED --deployment DIR</c>: backup, new images, health gate, roll-back.</summary>
internal static class UpgradeCommand
{
    public static Command Create(CliContext context)
    {
        var published = new Argument<string>("PUBLISHED") { Description = "A folder with the new publication; its secrets may be blank" };
        var folder = DeploymentOption.Create();
        folder.Required = true;
        var passphrase = Passphrase.CreateOption();
        var backup = new Option<string?>("--backup") { Description = "The backup to write first (default: in DIR/.localai/backups)", HelpName = "FILE" };
        var limit = new Option<int>("--health-timeout-seconds") { Description = "How long the new services may take to become healthy", DefaultValueFactory = _ => 300 };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing" };
        var command = new Command("upgrade", "Move a deployment to a new publication; it goes back by itself when the new one does not become healthy.") { published, folder, passphrase, backup, limit, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var project = new ComposeProject(Deployment.Open(parsed.GetValue(folder)!));
            var next = Deployment.Open(parsed.GetRequiredValue(published));
            if (next.Folder == project.Deployment.Folder)
            {
                throw new CommandFailedException("PUBLISHED is the deployment itself: publish the new version into another folder.");
            }

            var secret = parsed.GetValue(dryRun) ? null : Passphrase.Read(context, parsed.GetValue(passphrase), isNew: true);
            await project.EnsureEngineAsync(cancellationToken);
            using var own = DeploymentLock.Take(project.Deployment);
            var file = await BackupPathAsync(context, project, parsed.GetValue(backup));
            var (staged, newSecrets) = StagedPublication.Prepare(project.Deployment, next);
            try
            {
                var plan = await UpgradePlan.MakeAsync(project, await project.DescribeAsync(cancellationToken), await new ComposeProject(staged).DescribeAsync(cancellationToken), cancellationToken);
                await SayAsync(context, plan, newSecrets);
                if (secret is null)
                {
                    await context.Out.WriteLineAsync("Nothing was changed.");
                    return ExitCode.Success;
                }

                await new Upgrade(context, project, file, secret, TimeSpan.FromSeconds(parsed.GetValue(limit))).RunAsync(plan, staged, cancellationToken);
                await context.Out.WriteLineAsync($"Upgraded. The data as it was before is in {file}.");
                return ExitCode.Success;
            }
            finally
            {
                // Whatever became of the upgrade: the secrets are in it too.
                Directory.Delete(staged.Folder, recursive: true);
            }
        });
        return command;
    }

    private static async Task SayAsync(CliContext context, UpgradePlan plan, IReadOnlyList<string> newSecrets)
    {
        await context.Out.WriteLineAsync(plan.Changes.Count == 0 ? "No image changes." : "What changes:");
        foreach (var change in plan.Changes)
        {
            await context.Out.WriteLineAsync($"  {change}");
        }

        if (newSecrets.Count > 0)
        {
            await context.Out.WriteLineAsync($"  new secrets: {string.Join(", ", newSecrets)}");
        }
    }

    /// <summary>Known to be possible before a service is stopped for it.</summary>
    private static async Task<string> BackupPathAsync(CliContext context, ComposeProject project, string? named)
    {
        var time = context.Doctor.Time;
        await using var data = new DeploymentData(project, time, isLocked: true);
        if (named is not null)
        {
            return BackupCommand.NewFile(named, data);
        }

        var folder = Directory.CreateDirectory(Path.Combine(project.Deployment.StateFolder, "backups")).FullName;
        return BackupCommand.NewFile(Path.Combine(folder, $"before-upgrade-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.backup"), data);
    }
}
