using LocalAi.Cli.Postgres;

namespace LocalAi.Cli.Backups;

/// <summary>The database server's share of a backup: roles first, then each database.</summary>
internal static class DatabaseParts
{
    public static async Task<BackupManifest> DescribeAsync(DatabaseServer server, BackupManifest manifest, CancellationToken cancellationToken) => manifest with
    {
        PostgresVersion = await server.MajorVersionAsync(cancellationToken),
        Databases = [.. (await server.DatabasesAsync(cancellationToken)).Select(database => new SavedDatabase(database.Name, database.Owner))],
    };

    public static IEnumerable<BackupPart> Of(DatabaseServer server, BackupManifest manifest) =>
    [
        new(BackupPart.Roles, server.DumpRolesAsync),
        .. manifest.Databases.Select(database => new BackupPart(BackupPart.Database(database.Name), (output, cancellationToken) => server.DumpAsync(database.Name, output, cancellationToken))),
    ];

    /// <summary>Puts a part back when it is one of these.</summary>
    public static Task RestoreAsync(DatabaseServer server, BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken) => part == BackupPart.Roles
        ? server.RestoreRolesAsync(content, cancellationToken)
        : BackupPart.DatabaseOf(part) is { } name && manifest.Databases.FirstOrDefault(database => database.Name == name) is { } saved
            ? server.RestoreAsync(saved.Name, saved.Owner, content, cancellationToken)
            : throw new CommandFailedException($"The backup has a part {part} that this LocalAi does not know.");
}
