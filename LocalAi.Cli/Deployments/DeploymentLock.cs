using System.Globalization;

namespace LocalAi.Cli.Deployments;

/// <summary>Held while a command changes a deployment; the system releases it however the command ends.</summary>
internal static class DeploymentLock
{
    /// <exception cref="CommandFailedException">Another command holds it.</exception>
    public static IDisposable Take(Deployment deployment)
    {
        Directory.CreateDirectory(deployment.StateFolder);
        var holder = Path.Combine(deployment.StateFolder, "process");
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(deployment.StateFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"Another localai command changes {deployment.Folder} (process {(File.Exists(holder) ? File.ReadAllText(holder) : "unknown")}): wait until it has ended.", error);
        }

        File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }
}
