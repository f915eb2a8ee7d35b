using System.Security.Cryptography;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Startup;

/// <summary>Makes sure that the data directory is there and can be written to before anything starts.</summary>
internal static class DataDirectory
{
    /// <exception cref="SettingsException">It cannot be made or written to; the message names the setting.</exception>
    public static void Prepare(string folder)
    {
        var probe = Path.Combine(folder, $".write-test-{Environment.ProcessId}");
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                // Others may pass through but not look: Postgres runs as another user when root starts the stack.
                const UnixFileMode passThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | passThrough);
            }

            // More than a file's name: a full disk takes the name and refuses the content.
            File.WriteAllBytes(probe, new byte[4096]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"The data directory {folder} cannot be written to: {exception.Message} Set LocalAi:DataDirectory to a folder of yours with free space.");
        }
        finally
        {
            TryDelete(probe);
        }
    }

    /// <summary>Eight hexadecimal digits that are this data directory's own, made when it is first asked for.</summary>
    public static string InstanceId(string folder)
    {
        var file = Path.Combine(folder, "instance-id");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: 8 } known)
        {
            return known;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        File.WriteAllText(file, id);
        return id;
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is not ours to write: the caller reports that.
        }
    }
}
