using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LocalAi.Hosting.Run.Processes;
using LocalAi.TestServers;

namespace LocalAi.Hosting.Tests.Run.Hosts;

/// <summary>The program <c>LocalAi.Hosting.SampleHost</c> as a process of its own, which can be signalled and killed.</summary>
internal sealed class SampleHost : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private SampleHost(Process process) => _process = process;

    public int Id => _process.Id;

    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a host that runs the shell commands, named <c>c0</c>, <c>c1</c>, ….</summary>
    public static SampleHost Start(string dataDirectory, string[] commands, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LocalAi.Hosting.SampleHost.dll"));
        string[] settings =
        [
            $"--LocalAi:DataDirectory={dataDirectory}",
            "--LocalAi:Services:dashboard:Source=off",
            $"--LocalAi:Services:resource-service:Port={FreePort.Next()}",
            .. commands.Select((command, index) => $"--Commands:c{index}={command}"),
            .. arguments,
        ];
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        var host = new SampleHost(Process.Start(start)!);
        host._process.OutputDataReceived += (_, line) => host._lines.Enqueue(line.Data ?? "");
        host._process.ErrorDataReceived += (_, line) => host._errors.Enqueue(line.Data ?? "");
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until the resource is healthy and returns its process id.</summary>
    public async Task<int> RunningAsync(string resource)
    {
        var start = $"{resource} Healthy ";
        string? line = null;
        await Eventually.True(
            () => (line = _lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))) is not null,
            TimeSpan.FromSeconds(20),
            $"{resource} runs: {string.Join('|', _lines)} {Errors}");
        return int.Parse(line![start.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>The watchdog's process id.</summary>
    public int? Watchdog() => ProcStat.All()
        .Where(stat => stat.ParentId == Id && File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{stat.ProcessId}/cmdline")).Contains("localai-watchdog", StringComparison.Ordinal))
        .Select(stat => (int?)stat.ProcessId)
        .FirstOrDefault();

    /// <summary>kill -9, the host alone.</summary>
    public void Kill() => _process.Kill();

    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
