namespace LocalAi.Cli.Backups.Archive;

/// <summary>A file cannot be read as a backup; the message goes on after the file's name: "… is cut short".</summary>
internal sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
