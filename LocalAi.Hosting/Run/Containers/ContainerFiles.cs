using System.Formats.Tar;
using System.Net;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>
/// The files that are put into a container before it starts, as one tar archive. Text gets LF line ends: a script checked out
/// with CRLF does not run in a Linux container.
/// </summary>
internal sealed class ContainerFiles
{
    private const UnixFileMode DefaultUmask = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode AllFile = (UnixFileMode)0x1B6; // 0666
    private const UnixFileMode AllFolder = (UnixFileMode)0x1FF; // 0777

    private readonly List<(string Path, byte[]? Content, UnixFileMode Mode, int Owner, int Group)> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Everything that decides about the container's behaviour, for its configuration hash.</summary>
    public IEnumerable<string> Fingerprint => _entries.Select(entry =>
        $"{entry.Path}|{entry.Mode}|{entry.Owner}|{entry.Group}|{(entry.Content is null ? "" : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(entry.Content)))}");

    /// <summary>Asks the resource's annotations for their files.</summary>
    public static async Task<ContainerFiles> GatherAsync(IResource resource, IServiceProvider services, CancellationToken cancellationToken)
    {
        var files = new ContainerFiles();
        var context = new ContainerFileSystemCallbackContext { ServiceProvider = services, Model = resource };
        foreach (var annotation in resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>())
        {
            var items = await annotation.Callback(context, cancellationToken);
            await files.AddAsync(annotation, annotation.DestinationPath.Trim('/'), items, cancellationToken);
        }

        return files;
    }

    /// <summary>Copies the files into a container that has been created.</summary>
    public async Task CopyToAsync(IContainerOperations containers, string id, CancellationToken cancellationToken)
    {
        // A folder that the image has keeps its owner and mode; only missing ones are made.
        var missing = new List<string>();
        foreach (var folder in _entries.SelectMany(entry => Parents(entry.Path)).Distinct().Order(StringComparer.Ordinal))
        {
            if (!_entries.Any(entry => entry.Path == folder) && !await ExistsAsync(containers, id, folder, cancellationToken))
            {
                missing.Add(folder);
            }
        }

        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var folder in missing)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = AllFolder & ~DefaultUmask }, cancellationToken);
            }

            foreach (var (path, content, mode, owner, group) in _entries)
            {
                var entry = new PaxTarEntry(content is null ? TarEntryType.Directory : TarEntryType.RegularFile, path) { Mode = mode, Uid = owner, Gid = group };
                if (content is not null)
                {
                    entry.DataStream = new MemoryStream(content);
                }

                await writer.WriteEntryAsync(entry, cancellationToken);
            }
        }

        archive.Position = 0;
        await containers.ExtractArchiveToContainerAsync(id, new CopyToContainerParameters { Path = "/" }, archive, cancellationToken);
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    private static async Task<bool> ExistsAsync(IContainerOperations containers, string id, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await containers.GetArchiveFromContainerAsync(id, new ContainerPathStatParameters { Path = "/" + folder }, statOnly: true, cancellationToken);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static byte[] WithUnixLineEnds(byte[] content) =>
        content.AsSpan().IndexOf("\r\n"u8) < 0 || content.AsSpan().Contains((byte)0)
            ? content
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).ReplaceLineEndings("\n"));

    private async Task AddAsync(
        ContainerFileSystemCallbackAnnotation annotation, string folder, IEnumerable<ContainerFileSystemItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var path = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
            var umask = annotation.Umask ?? DefaultUmask;
            var (owner, group) = (item.Owner ?? annotation.DefaultOwner ?? 0, item.Group ?? annotation.DefaultGroup ?? 0);
            if (item is ContainerDirectory directory)
            {
                _entries.Add((path, null, Mode(item, AllFolder & ~umask), owner, group));
                await AddAsync(annotation, path, directory.Entries, cancellationToken);
            }
            else if (item is ContainerFile file)
            {
                var content = file.Contents is { } text ? Encoding.UTF8.GetBytes(text) : await File.ReadAllBytesAsync(file.SourcePath!, cancellationToken);
                _entries.Add((path, WithUnixLineEnds(content), Mode(item, AllFile & ~umask), owner, group));
            }
        }
    }

    private static UnixFileMode Mode(ContainerFileSystemItem item, UnixFileMode fallback) => item.Mode == 0 ? fallback : item.Mode;
}
