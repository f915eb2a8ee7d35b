namespace LocalAi.AgentApi.Knowledge.WatchedFolder;

/// <summary>A file as one look saw it.</summary>
internal sealed record WatchedFile(string RelativePath, string Folder, string Path, long Length, DateTime ChangedAt)
{
    public const string SourcePrefix = "folder:";

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What its document has as source.</summary>
    public string Source => SourcePrefix + RelativePath.Replace('\\', '/');
}
