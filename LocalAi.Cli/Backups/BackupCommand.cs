using System.CommandLine;
using LocalAi.Cli.Output;

namespace LocalAi.Cli.Backups;

/// <summary><c>localai backup FILE</c>: everything that cannot be had again, in one encrypted file, while the stack runs.</summary>
internal static class BackupCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The backup to write; it must not exist" };
        var passphrase = Passphrase.CreateOption();
        var models = new Option<bool>("--models") { Description = "Save the weights of models too, not only their names" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be saved and write nothing" };
        var stack = new StackOptions(context);
        var command = new Command("backup", "Save databases, workflows, files and secrets into one encrypted file.") { file, passphrase, models, dryRun };
        stack.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var data = stack.Open(parsed);
            var path = NewFile(parsed.GetRequiredValue(file), data);
            var secret = parsed.GetValue(dryRun) ? null : Passphrase.Read(context, parsed.GetValue(passphrase), isNew: true);
            await SaveAsync(context, data, path, secret, parsed.GetValue(models), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Where a backup is to be written: nothing is there yet, and it will not be in itself.</summary>
    /// <exception cref="CommandFailedException">It cannot be there.</exception>
    public static string NewFile(string name, IStackData data)
    {
        var path = Path.GetFullPath(name);
        return Path.Exists(path) ? throw new CommandFailedException($"{path} exists already: name a new file.")
            : !Directory.Exists(Path.GetDirectoryName(path)) ? throw new CommandFailedException($"There is no folder {Path.GetDirectoryName(path)}: make it, or name a file elsewhere.")
            : data.Saves(path) ? throw new CommandFailedException($"{path} lies in what is saved: name a file outside of {data.Place}, best on another disk.")
            : path;
    }

    /// <summary>Saves what <paramref name="data"/> has, and says so part by part.</summary>
    /// <param name="context">Where to say it.</param>
    /// <param name="data">The stack.</param>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">What encrypts it; null to only say what would be saved.</param>
    /// <param name="withModels">Whether weights are saved too.</param>
    /// <param name="cancellationToken">Stops it; no file is left.</param>
    public static async Task<BackupManifest> SaveAsync(CliContext context, IStackData data, string path, string? passphrase, bool withModels, CancellationToken cancellationToken)
    {
        var empty = new BackupManifest { LocalAiVersion = $"{ProgramVersion.Number}", Created = context.Doctor.Time.GetUtcNow(), Kind = data.Kind };
        var manifest = await data.DescribeAsync(empty, withModels, cancellationToken);
        var parts = data.Parts(manifest);
        await context.Out.WriteLineAsync($"{(passphrase is null ? "Would save" : "Saving")} {data.Place}{(manifest.Models.Count == 0 ? "" : $" (models by name: {string.Join(", ", manifest.Models)})")}");
        if (passphrase is null)
        {
            foreach (var part in parts)
            {
                await context.Out.WriteLineAsync($"  {part.Name}");
            }

            return manifest;
        }

        var bytes = await BackupFile.WriteAsync(path, passphrase, manifest, parts, (part, length) => context.Out.WriteLine($"  {part} {Figures.Size(length)}"), cancellationToken);
        await context.Out.WriteLineAsync($"Saved to {path}, {Figures.Size(bytes)}. Without its passphrase nobody can read it, you included.");
        return manifest;
    }
}
