namespace LocalAi.Cli.Backups;

/// <summary>A part of a backup and how its content is written.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="WriteAsync">Writes the content.</param>
internal sealed record BackupPart(string Name, Func<Stream, CancellationToken, Task> WriteAsync)
{
    public const string Manifest = "manifest.json";
    public const string Folder = "folder.tar";
    public const string Roles = "roles.sql";

    private const string DatabasePrefix = "databases/";
    private const string VolumePrefix = "volumes/";

    public static string Database(string name) => $"{DatabasePrefix}{name}.dump";

    public static string Volume(string name) => $"{VolumePrefix}{name}.tar";

    /// <summary>The database's name when the part is one.</summary>
    public static string? DatabaseOf(string part) => NameIn(part, DatabasePrefix, ".dump");

    /// <summary>The volume's name when the part is one.</summary>
    public static string? VolumeOf(string part) => NameIn(part, VolumePrefix, ".tar");

    private static string? NameIn(string part, string prefix, string suffix) =>
        part.StartsWith(prefix, StringComparison.Ordinal) && part.EndsWith(suffix, StringComparison.Ordinal) ? part[prefix.Length..^suffix.Length] : null;
}
