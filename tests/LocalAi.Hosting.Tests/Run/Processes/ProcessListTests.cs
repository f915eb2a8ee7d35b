using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Tests.Run.Processes;

public sealed class ProcessListTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private readonly Launching _launching = new();
    private readonly TemporaryFolder _former = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CleanUp_EndsWhatAFormerHostLeft()
    {
        var child = _launching.Shell("setsid sh -c 'echo grandchild $$; sleep 600' & wait");
        var grandchild = ProcessIdentity.Of(int.Parse(await _launching.Line("out grandchild "), System.Globalization.CultureInfo.InvariantCulture))!.Value;
        ProcessList.Create(_former.Path, exception => throw exception).Add("database", child.Identity, Signal.Terminate);

        var ended = await ProcessList.CleanUpAsync(_former.Path, Grace, Cancelled);

        Assert.Equal(["database"], ended);
        Assert.False(child.Identity.IsRunning);
        Assert.False(grandchild.IsRunning);

        // Its launcher writes its own list once more, in a folder that goes with the test.
        await child.Exited.WaitAsync(TimeSpan.FromMinutes(1), Cancelled);
    }

    [Fact]
    public async Task CleanUp_SparesAProcess_WhoseIdWasRecycled()
    {
        var innocent = _launching.Shell("echo ready; exec sleep 600");
        await _launching.Line("out ready");
        ProcessList.Create(_former.Path, exception => throw exception)
            .Add("database", innocent.Identity with { Start = innocent.Identity.Start - 1 }, Signal.Terminate);

        var ended = await ProcessList.CleanUpAsync(_former.Path, Grace, Cancelled);

        Assert.Empty(ended);
        Assert.True(innocent.Identity.IsRunning);
        await innocent.StopAsync(Grace, Cancelled);
    }

    [Fact]
    public async Task CleanUp_SparesEverything_AfterAReboot()
    {
        var innocent = _launching.Shell("echo ready; exec sleep 600");
        await _launching.Line("out ready");
        ProcessList.Create(_former.Path, exception => throw exception).Add("database", innocent.Identity, Signal.Terminate);
        var path = _former.File("processes.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(ProcessIdentity.BootId, "another-boot", StringComparison.Ordinal));

        Assert.Empty(await ProcessList.CleanUpAsync(_former.Path, Grace, Cancelled));
        Assert.True(innocent.Identity.IsRunning);
        await innocent.StopAsync(Grace, Cancelled);
    }

    [Fact]
    public async Task CleanUp_DoesNothing_WhenTheListIsDamaged()
    {
        File.WriteAllText(_former.File("processes.json"), "{\"BootId\":");
        Assert.Empty(await ProcessList.CleanUpAsync(_former.Path, Grace, Cancelled));
    }

    [Fact]
    public async Task List_HoldsAProcess_OnlyWhileItRuns()
    {
        var path = Path.Combine(_launching.Folder, "processes.json");
        var child = _launching.Shell("echo ready; exec sleep 600");
        Assert.Contains($"\"ProcessId\":{child.ProcessId}", File.ReadAllText(path), StringComparison.Ordinal);

        await child.StopAsync(Grace, Cancelled);

        Assert.DoesNotContain($"\"ProcessId\":{child.ProcessId}", File.ReadAllText(path), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _launching.Dispose();
        _former.Dispose();
    }
}
