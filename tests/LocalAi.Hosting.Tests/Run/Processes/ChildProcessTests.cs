using System.Globalization;
using LocalAi.Hosting.Run.Orchestration;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Tests.Run.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private readonly Launching _launching = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Child_HasEnvironmentFolderAndArguments_AndItsOutputIsSplitIntoLines()
    {
        var child = _launching.Shell(
            "echo \"$GREETING $(pwd)\"; echo oops >&2; printf 'windows\\r\\nlast'; exit 7",
            environment: new() { ["GREETING"] = "hello" });

        Assert.Equal(7, await child.Exited.WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
        Assert.Equal(
            ["err oops", $"out hello {_launching.Folder}", "out last", "out windows"],
            _launching.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Child_KeepsEnvironmentNamesThatNoShellCouldSet()
    {
        var child = _launching.Launcher.Start(
            new ProcessSpec("test", "env", [], _launching.Folder) { Environment = new Dictionary<string, string> { ["services__open-webui__http__0"] = "http://localhost:3000" } },
            (text, _) => _launching.Lines.Add(text));

        await child.Exited.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        Assert.Contains("services__open-webui__http__0=http://localhost:3000", _launching.Lines);
    }

    [Fact]
    public async Task Child_LeadsItsOwnProcessGroup()
    {
        var child = _launching.Shell("echo ready; exec sleep 60");
        await _launching.Line("out ready");

        Assert.Equal(child.ProcessId, ProcStat.Read(child.ProcessId)?.GroupId);
        await child.StopAsync(TimeSpan.FromSeconds(5), Cancelled);
    }

    [Fact]
    public async Task Stop_LetsTheProgramEndInOrder()
    {
        var child = _launching.Shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await _launching.Line("out ready");

        await child.StopAsync(TimeSpan.FromSeconds(5), Cancelled);

        Assert.Equal(3, await child.Exited);
        Assert.Contains("out bye", _launching.Lines);
    }

    [Fact]
    public async Task Stop_SendsTheSignalThatTheProgramWants()
    {
        var child = _launching.Shell("trap 'exit 4' INT; trap '' TERM; echo ready; while :; do sleep 0.05; done", Signal.Interrupt);
        await _launching.Line("out ready");

        await child.StopAsync(TimeSpan.FromSeconds(5), Cancelled);

        Assert.Equal(4, await child.Exited);
    }

    [Fact]
    public async Task Stop_KillsTheProgramAndWhatItStarted_WhenItDoesNotEnd()
    {
        var child = _launching.Shell("trap '' TERM; setsid sh -c 'trap \"\" TERM; echo grandchild $$; sleep 60' & while :; do sleep 0.05; done");
        var grandchild = int.Parse(await _launching.Line("out grandchild "), CultureInfo.InvariantCulture);

        await child.StopAsync(TimeSpan.FromMilliseconds(300), Cancelled);

        Assert.Equal(128 + 9, await child.Exited);
        await Eventually.True(() => ProcessIdentity.Of(grandchild) is null, TimeSpan.FromSeconds(2), "grandchild gone");
    }

    [Fact]
    public async Task Exit_IsSeen_WhenAGrandchildHoldsTheOutputOpen()
    {
        var child = _launching.Shell("sleep 60 & exit 0");

        Assert.Equal(0, await child.Exited.WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
        await child.StopAsync(TimeSpan.FromSeconds(1), Cancelled);
    }

    [Fact]
    public async Task Line_IsCut_WhenItDoesNotEnd()
    {
        var child = _launching.Shell("head -c 100000 /dev/zero | tr '\\0' x; echo; echo after");

        await child.Exited.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        Assert.Equal([OutputReader.LongestLine + 4, 9], _launching.Lines.Select(line => line.Length));
    }

    [Fact]
    public void Start_SaysWhatIsMissing_WhenTheProgramIsNotInstalled()
    {
        var exception = Assert.Throws<ResourceStartException>(() => _launching.Launcher.Start(new("test", "no-such-program", [], "/"), (_, _) => { }));
        Assert.Equal("The program 'no-such-program' was not found on PATH. Install it, or name it by its full path.", exception.Message);
    }

    [Fact]
    public void Start_SaysWhatIsMissing_WhenTheWorkingDirectoryDoesNotExist()
    {
        var exception = Assert.Throws<ResourceStartException>(() => _launching.Launcher.Start(new("test", "sh", [], "/no/such/folder"), (_, _) => { }));
        Assert.Equal("The working directory '/no/such/folder' does not exist.", exception.Message);
    }

    [Fact]
    public void Start_SaysSo_WhenTheFileIsNotExecutable()
    {
        var path = Path.Combine(_launching.Folder, "plain.txt");
        File.WriteAllText(path, "");
        var exception = Assert.Throws<ResourceStartException>(() => _launching.Launcher.Start(new("test", path, [], "/"), (_, _) => { }));
        Assert.Equal($"The program '{path}' is not executable.", exception.Message);
    }

    public void Dispose() => _launching.Dispose();
}
