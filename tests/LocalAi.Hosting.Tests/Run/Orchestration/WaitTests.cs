using LocalAi.TestServers;

namespace LocalAi.Hosting.Tests.Run.Orchestration;

public sealed class WaitTests : IAsyncDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task WaitFor_StartsWhenTheOtherIsHealthy()
    {
        var service = _application.AddService().WithHttpEndpoint(port: FreePort.Next()).WithHttpHealthCheck("/health");
        _application.AddShell("after", "sleep 600").WaitFor(service);
        await _application.StartAsync();

        await _application.WaitAsync("after", "Waiting");
        var after = await _application.WaitAsync("after", "Running");

        _application.App.ResourceNotifications.TryGetCurrentState("service", out var state);
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, state!.Snapshot.HealthStatus);
        Assert.True(after.Snapshot.StartTimeStamp >= state.Snapshot.HealthReports.Single().LastRunAt);
    }

    [Fact]
    public async Task WaitForStart_StartsWhenTheOtherRuns()
    {
        var other = _application.AddShell("other", "sleep 600");
        _application.AddShell("after", "sleep 600").WaitForStart(other);
        await _application.StartAsync();

        await _application.WaitAsync("after", "Running");
    }

    [Fact]
    public async Task WaitForCompletion_StartsWhenTheOtherHasEndedAsExpected()
    {
        var prepare = _application.AddShell("prepare", "exit 3");
        _application.AddShell("after", "sleep 600").WaitForCompletion(prepare, exitCode: 3);
        await _application.StartAsync();

        await _application.WaitAsync("after", "Running");
    }

    [Fact]
    public async Task WaitForCompletion_FailsWithTheReason_AndGoesOnWhenTheOtherSucceedsLater()
    {
        var fixedFile = _application.File("fixed");
        var prepare = _application.AddShell("prepare", $"test -e {fixedFile}");
        _application.AddShell("after", "sleep 600").WaitForCompletion(prepare);
        await _application.StartAsync();

        var failed = await _application.WaitAsync("after", "FailedToStart");
        Assert.Equal("It waits for 'prepare' to complete with exit code 0, but that ended with 1.", TestApplication.Property(failed, "localai.reason"));

        await File.WriteAllTextAsync(fixedFile, "", TestContext.Current.CancellationToken);
        await _application.RunCommandAsync("prepare", "start");
        var running = await _application.WaitAsync("after", "Running");
        Assert.Null(TestApplication.Property(running, "localai.reason"));
    }

    [Fact]
    public async Task WaitFor_FailsWithTheReason_WhenTheOtherCannotStart()
    {
        var other = _application.Builder.AddExecutable("database", "no-such-database", "/");
        _application.AddShell("after", "sleep 600").WaitFor(other);
        await _application.StartAsync();

        var failed = await _application.WaitAsync("after", "FailedToStart");

        Assert.Equal(
            "It waits for 'database', which could not be started: The program 'no-such-database' was not found on PATH. Install it, or name it by its full path.",
            TestApplication.Property(failed, "localai.reason"));
    }

    [Fact]
    public async Task WaitFor_KeepsWaiting_WhenTheOtherCrashesAndIsStartedAgain()
    {
        var port = FreePort.Next();
        var second = _application.File("second");
        // The first start crashes; the second serves, so that the check turns healthy.
        var other = _application.AddShell("other", $"test -e {second} || {{ touch {second}; exit 1; }}; sleep 600");
        _application.AddShell("after", "sleep 600").WaitFor(other.WithHttpEndpoint(port: port, name: "http"));
        await _application.StartAsync();

        await _application.WaitAsync("other", @event => @event.Snapshot.State?.Text == "Running" && Equals(TestApplication.Property(@event, "localai.restarts"), 1), "restarted");
        await _application.WaitAsync("after", "Running");
    }

    [Fact]
    public async Task Parameter_ThatIsMissing_IsNamed_AndWhatNeedsItFails()
    {
        var parameter = _application.Builder.AddParameter("api-key", secret: true);
        _application.AddShell("needy", "sleep 600").WithEnvironment("KEY", parameter);
        await _application.StartAsync();

        var missing = await _application.WaitAsync("api-key", "ValueMissing");
        Assert.Contains("Parameters:api-key", (string)TestApplication.Property(missing, "localai.reason")!, StringComparison.Ordinal);
        var failed = await _application.WaitAsync("needy", "FailedToStart");
        Assert.Contains("Parameters:api-key", (string)TestApplication.Property(failed, "localai.reason")!, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
