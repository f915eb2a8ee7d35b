using Aspire.Hosting;
using LocalAi.Hosting.Run.Processes;
using LocalAi.Hosting.Run.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>This run of the host on its data directory: the lock, the process list and the watchdog.</summary>
internal sealed partial class HostSession(IConfiguration configuration, ILogger<HostSession> logger) : IDisposable
{
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(3);

    private InstanceLock? _lock;
    private ProcessList? _list;
    private Watchdog? _watchdog;
    private HostFolders? _folders;
    private ProcessLauncher? _launcher;

    public HostFolders Folders => _folders ?? throw NotOpen();

    public ProcessLauncher Launcher => _launcher ?? throw NotOpen();

    /// <summary>Takes the data directory and ends what a killed host left there.</summary>
    /// <exception cref="HostStartException">It cannot be written, or another host has it.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _folders = HostFolders.Open(DataDirectory.Resolve(configuration));
        _lock = InstanceLock.Acquire(_folders);
        foreach (var resource in await ProcessList.CleanUpAsync(_folders.Host, LeftoverGrace, cancellationToken))
        {
            LogLeftover(resource);
        }

        _list = ProcessList.Create(_folders.Host, LogListNotWritten);
        _watchdog = Watchdog.Start(_list.Mark);
        _launcher = new ProcessLauncher(_watchdog, _list);
    }

    /// <summary>Nothing of this run is left: the next start has nothing to clean up.</summary>
    public void Close() => _list?.Delete();

    public void Dispose()
    {
        _watchdog?.Dispose();
        _lock?.Dispose();
        _lock = null;
    }

    private static InvalidOperationException NotOpen() => new("The host has not been started.");

    [LoggerMessage(LogLevel.Warning, "Ended '{Resource}', which an earlier run of the host had left behind")]
    private partial void LogLeftover(string resource);

    [LoggerMessage(LogLevel.Warning, "The list of started processes cannot be written; should the host be killed now, its watchdog still ends them")]
    private partial void LogListNotWritten(IOException exception);
}
