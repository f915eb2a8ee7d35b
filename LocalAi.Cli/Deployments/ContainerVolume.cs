using System.Formats.Tar;

namespace LocalAi.Cli.Deployments;

/// <summary>The content of a volume, through a container that is made for it and never started: no image needs to have a program for this.</summary>
/// <param name="project">The deployment's engine.</param>
/// <param name="volume">The engine's name of the volume.</param>
/// <param name="image">Any image; one that the deployment uses is on the machine already.</param>
internal sealed class ContainerVolume(ComposeProject project, string volume, string image)
{
    private const string Mount = "/volume";

    // The archive begins with the folder itself: its owner must come back too, and the engine leaves out that of an entry ".".
    private const string Parent = "/";

    /// <summary>Writes what is in it as a tar archive, with owners and modes.</summary>
    public Task ReadAsync(Stream output, CancellationToken cancellationToken) => ReadAsync(Mount, output, cancellationToken);

    /// <summary>The paths of the files below one of its folders; none where there is no such folder.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        try
        {
            await ReadAsync($"{Mount}/{folder}/.", content, cancellationToken);
        }
        catch (CommandFailedException)
        {
            return [];
        }

        content.Position = 0;
        await using var tar = new TarReader(content);
        var files = new List<string>();
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                files.Add(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name);
            }
        }

        return files;
    }

    /// <summary>Unpacks a tar archive into it, with owners and modes.</summary>
    public Task WriteAsync(Stream tar, CancellationToken cancellationToken) =>
        WithContainerAsync(container => project.StreamAsync(["cp", "-", $"{container}:{Parent}"], tar, Stream.Null, cancellationToken), cancellationToken);

    private Task ReadAsync(string path, Stream output, CancellationToken cancellationToken) =>
        WithContainerAsync(container => project.StreamAsync(["cp", $"{container}:{path}", "-"], null, output, cancellationToken), cancellationToken);

    private async Task WithContainerAsync(Func<string, Task> work, CancellationToken cancellationToken)
    {
        var container = await project.DockerAsync(["create", "--network", "none", "--label", "localai.volume-copy=true", "--volume", $"{volume}:{Mount}", "--entrypoint", "/never-started", image, "none"], cancellationToken);
        try
        {
            await work(container);
        }
        finally
        {
            // With the volumes that the image declares: nobody asked for those, and each copy would leave some.
            await project.DockerAsync(["rm", "--volumes", container], CancellationToken.None);
        }
    }
}
