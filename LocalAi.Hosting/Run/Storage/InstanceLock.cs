using System.Globalization;

namespace LocalAi.Hosting.Run.Storage;

/// <summary>Held while a host runs on a data directory; the system releases it however the host ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidPath;

    private InstanceLock(FileStream held, string pidPath)
    {
        _lock = held;
        _pidPath = pidPath;
    }

    /// <summary>Takes the lock or says who has it.</summary>
    /// <exception cref="HostStartException">Another host runs on this data directory.</exception>
    public static InstanceLock Acquire(HostFolders folders)
    {
        // The pid has its own file: the locked one cannot be opened by the host that wants to say who holds it.
        var pidPath = Path.Combine(folders.Host, "pid");
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(folders.Host, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new HostStartException(
                $"LocalAi is already running on this data directory: process {ReadPid(pidPath)} uses {folders.DataDirectory}. "
                + "Stop it first, or set LocalAi:DataDirectory to another folder to run a second stack (and other ports).",
                exception);
        }

        File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new InstanceLock(held, pidPath);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_pidPath);
        _lock.Dispose();
    }

    private static string ReadPid(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
