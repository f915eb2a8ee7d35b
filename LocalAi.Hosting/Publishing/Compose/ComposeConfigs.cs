using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Files of containers become configs of the compose file.</summary>
internal static class ComposeConfigs
{
    private const UnixFileMode ReadWriteForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode DefaultUmask = UnixFileMode.GroupExecute | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute | UnixFileMode.OtherWrite;

    public static async Task AddAsync(
        ComposeFile file,
        Service service,
        IResource resource,
        string folder,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken)
    {
        foreach (var annotation in resource.Annotations.OfType<ContainerFileSystemCallbackAnnotation>())
        {
            var context = new ContainerFileSystemCallbackContext { ServiceProvider = executionContext.ServiceProvider, Model = resource };
            foreach (var item in await annotation.Callback(context, cancellationToken).ConfigureAwait(false))
            {
                Add(file, service, folder, item, annotation, annotation.DestinationPath, annotation.DefaultOwner, annotation.DefaultGroup);
            }
        }
    }

    private static void Add(
        ComposeFile file,
        Service service,
        string folder,
        ContainerFileSystemItem item,
        ContainerFileSystemCallbackAnnotation annotation,
        string path,
        int? owner,
        int? group)
    {
        if (item is ContainerDirectory directory)
        {
            foreach (var entry in directory.Entries)
            {
                Add(file, service, folder, entry, annotation, $"{path}/{item.Name}", item.Owner ?? owner, item.Group ?? group);
            }
        }
        else if (item is ContainerFile content)
        {
            var name = $"{service.Name}_{path.Replace('/', '_')}_{content.Name}";
            file.AddConfig(new Config { Name = name, Content = content.Contents, File = Copy(content.SourcePath, service.Name, folder) });
            service.AddConfig(new()
            {
                Source = name,
                Target = $"{path}/{content.Name}",
                Uid = (item.Owner ?? owner)?.ToString(CultureInfo.InvariantCulture),
                Gid = (item.Group ?? group)?.ToString(CultureInfo.InvariantCulture),
                Mode = item.Mode != UnixFileMode.None ? item.Mode : ReadWriteForAll & ~(annotation.Umask ?? DefaultUmask),
            });
        }
    }

    private static string? Copy(string? source, string service, string folder)
    {
        if (string.IsNullOrEmpty(source))
        {
            return null;
        }

        Directory.CreateDirectory(Path.Combine(folder, service));
        File.Copy(source, Path.Combine(folder, service, Path.GetFileName(source)), overwrite: true);
        return $"{service}/{Path.GetFileName(source)}";
    }
}
