namespace LocalAi.StackBench;

/// <summary>A data directory that all runs share, so that every counted start is a warm one.</summary>
internal sealed class TemporaryData : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("localai-bench-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
