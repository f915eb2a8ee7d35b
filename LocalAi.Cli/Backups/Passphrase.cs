using System.CommandLine;

namespace LocalAi.Cli.Backups;

/// <summary>Where the passphrase of a backup comes from: a file, the environment, or whoever sits at the terminal. Never an argument, which every user of the machine sees.</summary>
internal static class Passphrase
{
    public const string Variable = "LOCALAI_BACKUP_PASSPHRASE";
    private const int LeastCharacters = 12;

    public static Option<string?> CreateOption() => new("--passphrase-file") { Description = $"A file with the passphrase on its first line; without it {Variable}, or a question", HelpName = "FILE" };

    /// <param name="context">The terminal and the environment.</param>
    /// <param name="file">The file that was named; null for none.</param>
    /// <param name="isNew">Whether it will encrypt: it is then asked for twice and has to be long enough.</param>
    public static string Read(CliContext context, string? file, bool isNew)
    {
        var passphrase = file is not null ? FirstLine(file)
            : context.Doctor.Setting(Variable) is { Length: > 0 } set ? set
            : context.AskSecret is { } ask ? Ask(ask, isNew)
            : throw new CommandFailedException($"A backup is encrypted: put a passphrase into a file and name it with --passphrase-file, or set {Variable}.");
        return !isNew || passphrase.Length >= LeastCharacters
            ? passphrase
            : throw new CommandFailedException($"The passphrase has {passphrase.Length} characters: take {LeastCharacters} or more. Everything that the stack knows is behind it.");
    }

    private static string Ask(Func<string, string> ask, bool isNew)
    {
        var passphrase = ask("Passphrase of the backup: ");
        return !isNew || ask("Again: ") == passphrase ? passphrase : throw new CommandFailedException("The two passphrases are not the same.");
    }

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault("");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The passphrase cannot be read from {file}: {error.Message}", error);
        }
    }
}
