using System.Globalization;
using LocalAi.Cli.Postgres;
using LocalAi.Cli.Secrets;

namespace LocalAi.Cli.Backups.Local;

/// <summary>The data directory of a stack that the app host runs on this machine, whether it runs now or not.</summary>
internal sealed class LocalData(string folder, TimeProvider time) : IStackData
{
    // The cluster is saved as dumps; logs and what a start makes again are not saved.
    private static readonly HashSet<string> LeftOut = ["postgres", "postgres.new", "logs", "host", "programs", "instance-id"];

    // Under this name a backup has the image of the database server, where that was in a container.
    private const string DatabaseImage = "postgres";

    private const string AdministratorPassword = "postgres-password";

    private readonly LocalVolumes _containers = new(Path.GetFullPath(folder));
    private IReadOnlyList<string> _volumes = [];
    private FileStream? _lock;
    private DatabaseServer? _server;
    private LocalDatabase? _own;
    private string? _movedTo;
    private bool _isCleared;

    public BackupKind Kind => BackupKind.Local;

    public string Place { get; } = Path.GetFullPath(folder);

    public bool Saves(string path) => FolderTar.Takes(Place, LeftOut.Contains, path);

    public async Task<BackupManifest> DescribeAsync(BackupManifest manifest, bool withModels, CancellationToken cancellationToken)
    {
        if (!File.Exists(StackSecrets.FileIn(Place)))
        {
            throw new CommandFailedException($"There is no stack in {Place}: no start has made its secrets yet. Name the folder with --data-directory, or a published one with --deployment.");
        }

        _volumes = await _containers.ServicesAsync(cancellationToken);
        if (withModels && !_volumes.Contains("ollama"))
        {
            throw new CommandFailedException("The weights of this stack's models are in Ollama's own folder, outside the data directory: copy that folder, or leave --models out and pull them again.");
        }

        _lock = DataDirectoryLock.TryTake(Place);
        if (_lock is null && EmbeddedDatabases() is { Count: > 0 } files)
        {
            throw new CommandFailedException($"LocalAi runs, and a database that lives in a file cannot be copied meanwhile: {string.Join(", ", files)}. Stop LocalAi, then try again.");
        }

        manifest = manifest with { Models = OllamaModels.OnThisMachine(), Volumes = [.. _volumes.Where(service => LocalVolumes.IsFiles(service, withModels))] };
        if (await _containers.DatabaseAsync(_volumes, cancellationToken) is { } contained)
        {
            _server = contained.Server;
            manifest = manifest with { Images = new Dictionary<string, string> { [DatabaseImage] = contained.Image } };
        }
        else if (LocalDatabase.Exists(Place))
        {
            _server = _own = await LocalDatabase.OpenAsync(Place, StackSecrets.Open(Place).Get(AdministratorPassword), cancellationToken);
        }

        return _server is null ? manifest : await DatabaseParts.DescribeAsync(_server, manifest, cancellationToken);
    }

    public IReadOnlyList<BackupPart> Parts(BackupManifest manifest) =>
    [
        new(BackupPart.Folder, (output, cancellationToken) => FolderTar.WriteAsync(Place, LeftOut.Contains, output, cancellationToken)),
        .. manifest.Volumes.Select(service => new BackupPart(BackupPart.Volume(service), (output, cancellationToken) => _containers.ReadAsync(service, output, cancellationToken))),
        .. _server is null ? [] : DatabaseParts.Of(_server, manifest),
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
        try
        {
            await PutBackAsync(manifest, part, content, cancellationToken);
        }
        catch (CommandFailedException error) when (_movedTo is not null)
        {
            throw new CommandFailedException($"{error.Message} What was there before is in {_movedTo}.", error);
        }
    }

    public Task<string> FinishAsync(BackupManifest manifest, CancellationToken cancellationToken) => Task.FromResult(
        "Start LocalAi as usual: dotnet run --project LocalAi.AppHost." + (_movedTo is null ? "" : $" What was there before is in {_movedTo}; delete it when you do not need it any more."));

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }

        await _containers.StopServerAsync();

        _lock?.Dispose();
    }

    private async Task PutBackAsync(BackupManifest manifest, string part, Stream content, CancellationToken cancellationToken)
    {
        if (part == BackupPart.Folder)
        {
            await FolderTar.ExtractAsync(content, Place, cancellationToken);
        }
        else if (BackupPart.VolumeOf(part) is { } service)
        {
            await _containers.WriteAsync(service, content, cancellationToken);
        }
        else
        {
            _server ??= await StartServerAsync(manifest, cancellationToken);
            await DatabaseParts.RestoreAsync(_server, manifest, part, content, cancellationToken);
        }
    }

    /// <summary>As it was: in a container on a volume of its own, or on a cluster in the data directory.</summary>
    private async Task<DatabaseServer> StartServerAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var password = StackSecrets.Open(Place).Get(AdministratorPassword);
        return manifest.Images.TryGetValue(DatabaseImage, out var image)
            ? await _containers.StartServerAsync(image, password, time, cancellationToken)
            : _own = await LocalDatabase.CreateAsync(Place, password, cancellationToken);
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
