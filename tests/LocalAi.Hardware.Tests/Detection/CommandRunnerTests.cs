using System.Diagnostics;
using LocalAi.Hardware.Detection;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Hardware.Tests.Detection;

public sealed class CommandRunnerTests
{
    private static readonly string Shell = OperatingSystem.IsWindows() ? "cmd" : "/bin/sh";

    [Fact]
    public async Task Run_GivesTheOutput_WhenTheProgramSucceeds()
    {
        var result = await new CommandRunner(TimeSpan.FromMinutes(1), TimeProvider.System).RunAsync(Shell, Script("echo hello"), TestContext.Current.CancellationToken);

        Assert.Equal(("hello", null), (result.Output?.Trim(), result.Failure));
    }

    [Fact]
    public async Task Run_SaysNotInstalled_WhenTheProgramIsMissing() => Assert.Equal(
        new CommandResult(null, "no-such-program-3f1 is not installed."),
        await new CommandRunner(TimeSpan.FromMinutes(1), TimeProvider.System).RunAsync("no-such-program-3f1", [], TestContext.Current.CancellationToken));

    [Fact]
    public async Task Run_GivesTheFirstLine_WhenTheProgramFails() => Assert.Equal(
        new CommandResult(null, $"{Shell} failed with exit code 9: broken driver"),
        await new CommandRunner(TimeSpan.FromMinutes(1), TimeProvider.System).RunAsync(Shell, Script("echo broken driver && exit 9"), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Run_EndsTheProgram_WhenItHangs()
    {
        var time = new FakeTimeProvider();
        var running = new CommandRunner(TimeSpan.FromSeconds(5), time).RunAsync(Shell, Script(OperatingSystem.IsWindows() ? "ping -n 600 127.0.0.1" : "sleep 600"), TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(6));

        var stopwatch = Stopwatch.StartNew();
        Assert.Equal(new CommandResult(null, $"{Shell} did not answer within 5 seconds."), await running);
        Assert.InRange(stopwatch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static string[] Script(string script) => [OperatingSystem.IsWindows() ? "/c" : "-c", script];
}
