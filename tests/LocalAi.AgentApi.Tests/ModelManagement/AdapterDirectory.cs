namespace LocalAi.AgentApi.Tests.ModelManagement;

/// <summary>A directory of adapters, and a file next to it that no Modelfile may reach.</summary>
internal sealed class AdapterDirectory : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("localai-adapters-");

    public AdapterDirectory()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllBytes(System.IO.Path.Combine(_root.FullName, "secret.gguf"), Gguf);
    }

    /// <summary>An empty but valid GGUF file: magic, version 3, no tensors, no metadata.</summary>
    public static byte[] Gguf { get; } = [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[16]];

    public string Path => System.IO.Path.Combine(_root.FullName, "adapters");

    public void Write(string name, byte[] content) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);

    public void LinkOutside(string name) => File.CreateSymbolicLink(System.IO.Path.Combine(Path, name), System.IO.Path.Combine(_root.FullName, "secret.gguf"));

    public void Dispose() => _root.Delete(recursive: true);
}
