using System.Diagnostics;

namespace LocalAi.TestServers.Engines;

/// <summary>
/// A container engine of a test's own beside the machine's: own socket, data and networks, and no rules in the machine's firewall, so that
/// it can be killed. Containers reach this machine and it them; one container does not reach another.
/// </summary>
public abstract class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? _process;

    /// <summary>What <c>DOCKER_HOST</c> has to be for this engine.</summary>
    public string Address => $"unix://{Folder}/engine.sock";

    /// <summary>Everything it has.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("localai-engine-").FullName;

    /// <summary>Starts it, for the first time or again after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = Process.Start(Command())!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (RealServices.Run("docker", ["--host", Address, "version"]) != 0)
        {
            if (_process.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The engine does not answer:{Environment.NewLine}{await File.ReadAllTextAsync(LogFile, CancellationToken.None)}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Ends it as a crash would; its containers are left to their fate.</summary>
    public virtual async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Runs the docker command line against it and returns what it printed.</summary>
    public string Read(params string[] arguments) => RealServices.Read("docker", ["--host", Address, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            var containers = Read("ps", "--all", "--quiet").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (containers.Length > 0)
            {
                Read(["rm", "--force", "--volumes", .. containers]);
            }

            Read("network", "prune", "--force");
            RealServices.Run("kill", [$"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        await EndLeftoversAsync();
        foreach (var mount in File.ReadLines("/proc/mounts").Select(line => line.Split(' ')[1]).Where(mount => mount.StartsWith(Folder + "/", StringComparison.Ordinal)).Reverse().ToList())
        {
            RealServices.Run("umount", ["--lazy", "--recursive", mount]);
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The program and its arguments; what it prints goes to <see cref="LogFile"/>.</summary>
    protected abstract ProcessStartInfo Command();

    /// <summary>Ends helpers that outlive the engine.</summary>
    protected virtual Task EndLeftoversAsync() => Task.CompletedTask;

    protected string LogFile => Path.Combine(Folder, "engine.log");

    /// <summary>Through a shell, which becomes the program: its output goes to a file, so that no pipe of a test is held open by what it leaves behind.</summary>
    protected ProcessStartInfo WithLog(params string[] command) =>
        new("sh", ["-c", """log=$1; shift; exec "$@" >>"$log" 2>&1 </dev/null""", "sh", LogFile, .. command]);
}
