using System.Globalization;
using LocalAi.Cli.Postgres;

namespace LocalAi.Cli.Backups.Local;

/// <summary>The data directory of a stack that the app host runs on this machine, whether it runs now or not.</summary>
internal sealed class LocalData(string folder, TimeProvider time) : IStackData
{
    // The cluster is saved as dumps; logs and what a start makes again are not saved.
    private static readonly HashSet<string> LeftOut = ["postgres", "postgres.new", "logs", "host", "programs", "instance-id"];

    private FileStream? _lock;
    private LocalDatabase? _database;
    private string? _movedTo;
    private bool _isCleared;

    public BackupKind Kind => BackupKind.Local;

    public string Place { get; } = Path.GetFullPath(folder);

    public async Task<BackupManifest> DescribeAsync(BackupManifest manifest, bool withModels, CancellationToken cancellationToken)
    {
        if (!File.Exists(LocalSecrets.FileIn(Place)))
        {
            throw new CommandFailedException($"There is no stack in {Place}: no start has made its secrets yet. Name the folder with --data-directory, or a published one with --deployment.");
        }

        if (withModels)
        {
            throw new CommandFailedException("The weights of this stack's models are in Ollama's own folder, outside the data directory: copy that folder, or leave --models out and pull them again.");
        }

        if (await ContainerVolumes.OfDataDirectoryAsync(Place, cancellationToken) is { Count: > 0 } kept)
        {
            throw new CommandFailedException($"This stack keeps data in container volumes, which a backup of a data directory does not hold: {string.Join(", ", kept)}.");
        }

        _lock = DataDirectoryLock.TryTake(Place);
        if (_lock is null && EmbeddedDatabases() is { Count: > 0 } files)
        {
            throw new CommandFailedException($"LocalAi runs, and a database that lives in a file cannot be copied meanwhile: {string.Join(", ", files)}. Stop LocalAi, then try again.");
        }

        manifest = manifest with { Models = OllamaModels.OnThisMachine() };
        if (!LocalDatabase.Exists(Place))
        {
            return manifest;
        }

        _database = await LocalDatabase.OpenAsync(Place, await LocalSecrets.PostgresPasswordAsync(Place, cancellationToken), cancellationToken);
        return await DatabaseParts.DescribeAsync(_database, manifest, cancellationToken);
    }

    public IReadOnlyList<BackupPart> Parts(BackupManifest manifest) =>
    [
        new(BackupPart.Folder, (output, cancellationToken) => FolderTar.WriteAsync(Place, LeftOut.Contains, output, cancellationToken)),
        .. _database is null ? [] : DatabaseParts.Of(_database, manifest),
    ];

    public Task<string?> WhyNotRestoreAsync(BackupManifest manifest, bool replace, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Place) || !Directory.EnumerateFileSystemEntries(Place).Any())
        {
            return Task.FromResult<string?>(null);
        }

        using var free = DataDirectoryLock.TryTake(Place);
        return Task.FromResult(
            free is null ? $"LocalAi runs on {Place}: stop it first."
            : replace ? null
            : $"{Place} has data already. With --replace it is moved aside and the backup takes its place.");
    }

    public async Task RestoreAsync(BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken)
    {
        Clear();
        if (part == BackupPart.Folder)
        {
            await FolderTar.ExtractAsync(content, Place, cancellationToken);
            return;
        }

        _database ??= await LocalDatabase.CreateAsync(Place, await LocalSecrets.PostgresPasswordAsync(Place, cancellationToken), cancellationToken);
        await DatabaseParts.RestoreAsync(_database, manifest, part, content, cancellationToken);
    }

    public Task<string> FinishAsync(BackupManifest manifest, CancellationToken cancellationToken) => Task.FromResult(
        "Start LocalAi as usual: dotnet run --project LocalAi.AppHost." + (_movedTo is null ? "" : $" What was there before is in {_movedTo}; delete it when you do not need it any more."));

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _lock?.Dispose();
    }

    private void Clear()
    {
        if (_isCleared)
        {
            return;
        }

        _isCleared = true;
        if (Directory.Exists(Place) && Directory.EnumerateFileSystemEntries(Place).Any())
        {
            _movedTo = $"{Place.TrimEnd(Path.DirectorySeparatorChar)}.before-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
            Directory.Move(Place, _movedTo);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Place);
        }
        else
        {
            // Others may pass through: Postgres runs as another user when root starts it.
            Directory.CreateDirectory(Place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        _lock = DataDirectoryLock.TryTake(Place);
    }

    /// <summary>SQLite's files: their content and their log must be copied at one moment.</summary>
    private List<string> EmbeddedDatabases() =>
    [
        .. new[] { "n8n/.n8n/database.sqlite", "open-webui/webui.db" }.Select(file => Path.Combine(Place, file)).Where(File.Exists),
    ];
}
