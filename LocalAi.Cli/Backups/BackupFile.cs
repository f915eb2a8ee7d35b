using System.Text.Json;
using LocalAi.Cli.Backups.Archive;

namespace LocalAi.Cli.Backups;

/// <summary>Writes and reads backup files as a whole.</summary>
internal static class BackupFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes on the side and moves in place at the end, so that there is a whole file or none.</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="passphrase">What encrypts it.</param>
    /// <param name="manifest">What it holds.</param>
    /// <param name="parts">How each part is written.</param>
    /// <param name="done">Told each part's name and length.</param>
    /// <param name="cancellationToken">Stops it; no file is left.</param>
    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static async Task<long> WriteAsync(
        string path, string passphrase, BackupManifest manifest, IReadOnlyList<BackupPart> parts, Action<string, long> done, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            await using (var file = Create(partial))
            {
                using var archive = new ArchiveWriter(file, passphrase);
                await archive.AddAsync(BackupPart.Manifest, (output, token) => JsonSerializer.SerializeAsync(output, manifest, cancellationToken: token), cancellationToken);
                foreach (var part in parts)
                {
                    done(part.Name, await archive.AddAsync(part.Name, part.WriteAsync, cancellationToken));
                }

                archive.Complete();
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: false);
            return new FileInfo(path).Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The backup cannot be written to {path}: {error.Message} No half file is left. Make room there, or name a file on another disk.", error);
        }
        finally
        {
            // Not so where its folder is not there: that would take the place of the message above.
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    /// <summary>Reads the whole file and checks every byte of it.</summary>
    /// <returns>What it holds.</returns>
    /// <exception cref="CommandFailedException">It is no backup, damaged, newer than this program, or the passphrase is another.</exception>
    public static async Task<BackupManifest> VerifyAsync(string path, string passphrase, CancellationToken cancellationToken)
    {
        BackupManifest? manifest = null;
        await ReadAsync(
            path,
            passphrase,
            async (part, content, token) => manifest ??= part == BackupPart.Manifest ? await JsonSerializer.DeserializeAsync<BackupManifest>(content, cancellationToken: token) : null,
            cancellationToken);
        if (manifest is null)
        {
            throw new CommandFailedException($"{path} holds no list of what is in it: it is no backup of LocalAi.");
        }

        return Version.Parse(manifest.LocalAiVersion) <= ProgramVersion.Number
            ? manifest
            : throw new CommandFailedException($"{path} was made by LocalAi {manifest.LocalAiVersion}, and this is {ProgramVersion.Number}: upgrade this program, then restore. Nothing was changed.");
    }

    /// <summary>Hands over each part in turn.</summary>
    public static async Task ReadAsync(string path, string passphrase, Func<string, Stream, CancellationToken, Task> receive, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var archive = new ArchiveReader(file, passphrase);
            await archive.ReadAsync(receive, cancellationToken);
        }
        catch (BackupException error)
        {
            throw new CommandFailedException($"{path} {error.Message}. Nothing was changed.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
