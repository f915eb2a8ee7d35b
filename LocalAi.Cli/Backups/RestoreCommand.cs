using System.CommandLine;
using System.Globalization;

namespace LocalAi.Cli.Backups;

/// <summary><c>localai restore FILE</c>: checks a backup to its last byte, then puts it back.</summary>
internal static class RestoreCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The backup" };
        var passphrase = Passphrase.CreateOption();
        var replace = new Option<bool>("--replace") { Description = "Replace the data that is there" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the backup, say what would be restored, and change nothing" };
        var stack = new StackOptions(context);
        var command = new Command("restore", "Put a backup back. It is checked to its end before anything is changed.") { file, passphrase, replace, dryRun };
        stack.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            await using var data = stack.Open(parsed);
            var secret = Passphrase.Read(context, parsed.GetValue(passphrase), isNew: false);
            var manifest = await CheckAsync(context, data, path, secret, parsed.GetValue(replace), cancellationToken);
            if (parsed.GetValue(dryRun))
            {
                await context.Out.WriteLineAsync($"Would restore to {data.Place}: {string.Join(", ", manifest.Databases.Select(database => database.Name).Concat(manifest.Volumes).Prepend("files and secrets"))}. Nothing was changed.");
                return ExitCode.Success;
            }

            await PutBackAsync(context, data, path, secret, manifest, cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Puts every part of a checked backup back.</summary>
    public static async Task PutBackAsync(CliContext context, IStackData data, string path, string passphrase, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await BackupFile.ReadAsync(
            path,
            passphrase,
            async (part, content, token) =>
            {
                if (part != BackupPart.Manifest)
                {
                    await data.RestoreAsync(manifest, part, content, token);
                    await context.Out.WriteLineAsync($"  {part}");
                }
            },
            cancellationToken);
        var advice = await data.FinishAsync(manifest, cancellationToken);
        await context.Out.WriteLineAsync($"Restored to {data.Place}. {advice}");
        if (manifest.Models.Count > 0)
        {
            await context.Out.WriteLineAsync($"The stack had these models; pull those that are not there: {string.Join(", ", manifest.Models)}.");
        }
    }

    private static async Task<BackupManifest> CheckAsync(CliContext context, IStackData data, string path, string passphrase, bool replace, CancellationToken cancellationToken)
    {
        var manifest = await BackupFile.VerifyAsync(path, passphrase, cancellationToken);
        await context.Out.WriteLineAsync(
            $"{path} is whole: made {manifest.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC by LocalAi {manifest.LocalAiVersion}, {manifest.Databases.Count} databases{(manifest.PostgresVersion is { } version ? $" of Postgres {version}" : "")}.");
        if (manifest.Kind != data.Kind)
        {
            throw new CommandFailedException(manifest.Kind == BackupKind.Local
                ? "The backup is one of a data directory: restore it with --data-directory."
                : "The backup is one of a deployment: restore it with --deployment DIR.");
        }

        return await data.WhyNotRestoreAsync(manifest, replace, cancellationToken) is { } reason ? throw new CommandFailedException($"{reason} Nothing was changed.") : manifest;
    }
}
