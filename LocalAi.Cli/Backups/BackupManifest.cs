namespace LocalAi.Cli.Backups;

/// <summary>What a backup holds; its first part.</summary>
internal sealed record BackupManifest
{
    /// <summary>The version of LocalAi that made it.</summary>
    public required string LocalAiVersion { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>What was saved.</summary>
    public required BackupKind Kind { get; init; }

    /// <summary>The major version of Postgres; null without a database server of the stack.</summary>
    public int? PostgresVersion { get; init; }

    /// <summary>The databases with their owners.</summary>
    public IReadOnlyList<SavedDatabase> Databases { get; init; } = [];

    /// <summary>The volumes, by their key in the compose file.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The images that ran, by service.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the models that were there. Their weights can be had again, and are in the backup only when asked for.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
