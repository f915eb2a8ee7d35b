using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Tests.Run.Processes;

/// <summary>A launcher with a watchdog and a list of its own.</summary>
internal sealed class Launching : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Watchdog _watchdog;

    public Launching()
    {
        List = ProcessList.Create(_folder.Path, exception => throw exception);
        _watchdog = Watchdog.Start(List.Mark);
        Launcher = new ProcessLauncher(_watchdog, List);
    }

    public ProcessList List { get; }

    public ProcessLauncher Launcher { get; }

    public string Folder => _folder.Path;

    public List<string> Lines { get; } = [];

    public ChildProcess Shell(string command, Signal stopSignal = Signal.Terminate, Dictionary<string, string>? environment = null) =>
        Launcher.Start(
            new ProcessSpec("test", "sh", ["-c", command], _folder.Path) { StopSignal = stopSignal, Environment = environment ?? [] },
            (text, isError) =>
            {
                lock (Lines)
                {
                    Lines.Add((isError ? "err " : "out ") + text);
                }
            });

    public async Task<string> Line(string start)
    {
        string? found = null;
        await Eventually.True(
            () =>
            {
                lock (Lines)
                {
                    found = Lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
                    return found is not null;
                }
            },
            TimeSpan.FromSeconds(10),
            $"a line that starts with '{start}'");
        return found![start.Length..];
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _folder.Dispose();
    }
}
