using System.Globalization;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>Refuses downloads that the disk has no room for, before they begin.</summary>
/// <param name="freeBytes">Free bytes on the volume of a directory that need not exist; null when that cannot be told.</param>
/// <param name="options">Says where the models are.</param>
internal sealed class ModelDisk(Func<string, long?> freeBytes, IOptions<ModelManagementOptions> options)
{
    // The server and the database write logs and rows meanwhile; a volume filled to the last byte stops both.
    private const long Reserve = 1L << 30;

    /// <summary>Throws 507 when <paramref name="bytes"/> do not fit. A server on another machine has its own disk, which cannot be seen from here.</summary>
    public void Require(Uri server, string model, long bytes)
    {
        if (!server.IsLoopback || freeBytes(options.Value.ModelsPath) is not { } free || bytes + Reserve <= free)
        {
            return;
        }

        throw new ModelServerException(StatusCodes.Status507InsufficientStorage, "disk_full", string.Create(CultureInfo.InvariantCulture,
            $"{model} takes {bytes / 1e9:0.0} GB and {free / 1e9:0.0} GB are free for {options.Value.ModelsPath}, of which 1 GB is kept. Delete a model, or free {(bytes + Reserve - free) / 1e9:0.0} GB."));
    }

    /// <summary>Free bytes of the volume that holds <paramref name="directory"/> or would.</summary>
    public static long? FreeBytesOf(string directory)
    {
        var existing = directory;
        while (!Directory.Exists(existing))
        {
            if (Path.GetDirectoryName(existing) is not { } parent)
            {
                return null;
            }

            existing = parent;
        }

        try
        {
            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
