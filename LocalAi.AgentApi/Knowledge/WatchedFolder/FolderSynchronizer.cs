using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Documents;
using LocalAi.AgentApi.Knowledge.Parsing;
using Microsoft.Extensions.Options;
using OpenTelemetry;

namespace LocalAi.AgentApi.Knowledge.WatchedFolder;

/// <summary>
/// One look at the watched folder. Each folder in it is a collection; files in it and below are its documents, as long as they are there. A file
/// is taken when two looks saw it alike, so that none is taken half copied.
/// </summary>
internal sealed class FolderSynchronizer(
    CollectionStore collections, DocumentStore documents, DocumentFormats formats, IOptions<KnowledgeOptions> options)
{
    // Links could lead anywhere on the machine.
    private const FileAttributes Skipped = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint;

    private static readonly EnumerationOptions Folders = new() { IgnoreInaccessible = true, AttributesToSkip = Skipped };
    private static readonly EnumerationOptions Files = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = Skipped };

    private Dictionary<string, WatchedFile> _seen = [];
    private Dictionary<string, WatchedFile> _taken = [];

    /// <summary>Takes what is new and deletes what is gone; true when a document came.</summary>
    public async Task<bool> RunAsync(DirectoryInfo root, CancellationToken cancellationToken)
    {
        var files = root.EnumerateDirectories("*", Folders)
            .SelectMany(folder => folder.EnumerateFiles("*", Files).Select(file => new WatchedFile(
                Path.GetRelativePath(root.FullName, file.FullName), folder.Name, file.FullName, file.Length, file.LastWriteTimeUtc)))
            .Where(file => formats.Knows(file.Name) && file.Length > 0 && file.Length <= options.Value.MaxUploadBytes)
            .ToDictionary(file => file.Source);
        var stored = await ListStoredAsync(cancellationToken);
        var came = false;
        foreach (var file in files.Values.Where(file => _taken.GetValueOrDefault(file.Source) != file && _seen.GetValueOrDefault(file.Source) == file))
        {
            if (!stored.Any(document => document.Source == file.Source && document.SizeBytes == file.Length && document.CreatedAt.UtcDateTime > file.ChangedAt))
            {
                came |= await TakeAsync(file, stored, cancellationToken);
            }

            _taken[file.Source] = file;
        }

        var gone = stored.Where(document => !files.ContainsKey(document.Source)).ToList();
        foreach (var document in gone)
        {
            await documents.DeleteAsync(document.Id, cancellationToken);
        }

        // A file that equals a deleted one was not stored beside it: it is looked at afresh.
        _taken = gone.Count > 0 ? [] : _taken;
        _seen = files;
        return came;
    }

    private async Task<IReadOnlyList<Document>> ListStoredAsync(CancellationToken cancellationToken)
    {
        // A trace every few seconds would bury those of the user.
        using var quiet = SuppressInstrumentationScope.Begin();
        return await documents.ListWatchedAsync(cancellationToken);
    }

    private async Task<bool> TakeAsync(WatchedFile file, IReadOnlyList<Document> stored, CancellationToken cancellationToken)
    {
        var collection = await collections.FindOrCreateAsync(file.Folder, cancellationToken);
        await using var content = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (taken, duplicate) = await documents.AddAsync(collection.Id, file.Name, file.Source, formats.OfFile(file.Name), content, cancellationToken);
        foreach (var before in stored.Where(document => document.Source == file.Source && document.Id != taken.Id))
        {
            await documents.DeleteAsync(before.Id, cancellationToken);
        }

        return !duplicate;
    }
}
