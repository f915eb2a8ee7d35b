using System.Diagnostics;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>A started program, with everything that it starts in turn.</summary>
/// <remarks>When the program ends by itself, what is left of its group is ended too: it would hold on to ports and files.</remarks>
internal sealed class ChildProcess
{
    // A grandchild may hold the output open after the program itself has ended.
    private static readonly TimeSpan LastOutput = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly Signal _stopSignal;
    private readonly Action<string, bool> _onLine;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopping;

    internal ChildProcess(Process process, Signal stopSignal, Action<string, bool> onLine)
    {
        _process = process;
        _stopSignal = stopSignal;
        _onLine = onLine;
        ProcessId = process.Id;
        Identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
    }

    public int ProcessId { get; }

    public ProcessIdentity Identity { get; }

    /// <summary>The exit code, once the program and its last output are through; 128 + signal when a signal ended it (Unix).</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Whether the host asked it to end.</summary>
    public bool IsStopping => Volatile.Read(ref _stopping) != 0;

    internal Action Forget { get; set; } = () => { };

    internal void Begin()
    {
        _process.StandardInput.Close();
        var output = new OutputReader(_process.StandardOutput, text => _onLine(text, false));
        var error = new OutputReader(_process.StandardError, text => _onLine(text, true));
        _ = CompleteAsync(output, error);
    }

    /// <summary>
    /// Asks the program and its group to end, kills what is left after the grace time, and returns when nothing is.
    /// </summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _stopping, 1);
        var below = ProcessTree.Below(ProcessId);
        if (OperatingSystem.IsWindows() || !Signals.SendGroup(ProcessId, _stopSignal))
        {
            Kill();
        }

        try
        {
            await Exited.WaitAsync(grace, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            below = [.. below, .. ProcessTree.Below(ProcessId)];
            Kill();
            await Exited.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        }

        foreach (var left in below.Where(process => process.IsRunning))
        {
            Signals.Send(left.ProcessId, Signal.Kill);
        }
    }

    /// <summary>Ends the program and its group at once.</summary>
    public void Kill()
    {
        Interlocked.Exchange(ref _stopping, 1);
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            Signals.SendGroup(ProcessId, Signal.Kill);
        }
    }

    private async Task CompleteAsync(OutputReader output, OutputReader error)
    {
        await _process.WaitForExitAsync();
        Signals.SendGroupUnlessWindows(ProcessId, Signal.Kill);
        await Task.WhenAny(Task.WhenAll(output.Ended, error.Ended), Task.Delay(LastOutput));
        var exitCode = _process.ExitCode;
        Forget();
        _exited.SetResult(exitCode);
        _process.Dispose();
    }
}
