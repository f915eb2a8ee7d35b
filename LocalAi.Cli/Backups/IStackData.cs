namespace LocalAi.Cli.Backups;

/// <summary>Where a stack keeps its data: what is saved of it, and how it is put back.</summary>
internal interface IStackData : IAsyncDisposable
{
    BackupKind Kind { get; }

    /// <summary>The folder, for messages.</summary>
    string Place { get; }

    /// <summary>Whether a file at this path would become a part of the backup.</summary>
    bool Saves(string path);

    /// <summary>Looks at what is there and changes nothing.</summary>
    /// <param name="manifest">What is known already.</param>
    /// <param name="withModels">Whether the weights of models are to be saved too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CommandFailedException">It cannot be saved as it is.</exception>
    Task<BackupManifest> DescribeAsync(BackupManifest manifest, bool withModels, CancellationToken cancellationToken);

    /// <summary>The parts of a backup, in the order in which they are saved and put back.</summary>
    IReadOnlyList<BackupPart> Parts(BackupManifest manifest);

    /// <summary>What stands in the way of a restore; null when nothing does.</summary>
    /// <param name="manifest">The backup.</param>
    /// <param name="replace">Whether data that is there may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string?> WhyNotRestoreAsync(BackupManifest manifest, bool replace, CancellationToken cancellationToken);

    /// <summary>Puts one part back; the first call clears the place.</summary>
    Task RestoreAsync(BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken);

    /// <summary>Ends a restore.</summary>
    /// <returns>What whoever restores should know, in sentences.</returns>
    Task<string> FinishAsync(BackupManifest manifest, CancellationToken cancellationToken);
}
