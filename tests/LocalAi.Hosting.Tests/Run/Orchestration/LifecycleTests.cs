using LocalAi.Hosting.Run.Processes;
using LocalAi.TestServers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Tests.Run.Orchestration;

public sealed class LifecycleTests : IAsyncDisposable
{
    private readonly TestApplication _application = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Project_IsGivenItsAddressEnvironmentAndArguments()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health").WithArgs("--one", "two words").WithEnvironment("GREETING", "hello");
        await _application.StartAsync();

        await _application.WaitHealthyAsync("service");

        Assert.Equal($"http://localhost:{port}", await EnvironmentAsync(port, "ASPNETCORE_URLS"));
        Assert.Equal("hello", await EnvironmentAsync(port, "GREETING"));
        Assert.Equal(_application.Builder.Environment.EnvironmentName, await EnvironmentAsync(port, "ASPNETCORE_ENVIRONMENT"));
        Assert.Equal(_application.Builder.Environment.EnvironmentName, await EnvironmentAsync(port, "DOTNET_ENVIRONMENT"));
        Assert.Equal("""["--one","two words"]""", await _application.Http.GetStringAsync($"http://localhost:{port}/arguments", Cancelled));
    }

    [Fact]
    public async Task Project_IsGivenNoTelemetryVariables_WhenThereIsNoDashboard()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");
        await _application.StartAsync();

        var running = await _application.WaitHealthyAsync("service");

        Assert.DoesNotContain(running.Snapshot.EnvironmentVariables, variable => variable.Name.StartsWith("OTEL_", StringComparison.Ordinal));
        Assert.Equal("", await EnvironmentAsync(port, "OTEL_EXPORTER_OTLP_ENDPOINT"));
    }

    [Fact]
    public async Task KilledProcess_IsStartedAgain_OnTheSamePort()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        var first = TestApplication.Pid(await _application.WaitHealthyAsync("service"));

        Signals.Send(first, Signal.Kill);

        var again = await _application.WaitHealthyAsync("service", otherThan: first);
        Assert.Equal($"{TestApplication.Pid(again)}", await _application.Http.GetStringAsync($"http://localhost:{port}/pid", Cancelled));
        Assert.Equal(1, TestApplication.Property(again, "localai.restarts"));
    }

    [Fact]
    public async Task Server_IsStartedAgain_WhenItEndsWithZero()
    {
        _application.AddService().WithHttpEndpoint(port: FreePort.Next()).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        var first = TestApplication.Pid(await _application.WaitHealthyAsync("service"));

        Signals.Send(first, Signal.Terminate);

        await _application.WaitHealthyAsync("service", otherThan: first);
    }

    [Fact]
    public async Task Crash_IsShownWithItsExitCodeAndReason_UntilTheNextStart()
    {
        _application.AddShell("crashing", $"test -e {_application.File("second")} && sleep 600; touch {_application.File("second")}; exit 5");
        await _application.StartAsync();

        var crashed = await _application.WaitAsync("crashing", "Exited");
        Assert.Equal(5, crashed.Snapshot.ExitCode);
        Assert.Equal("It ended with exit code 5.", TestApplication.Property(crashed, "localai.reason"));

        var again = await _application.WaitAsync("crashing", "Running");
        Assert.Null(again.Snapshot.ExitCode);
        Assert.Null(TestApplication.Property(again, "localai.reason"));
    }

    [Fact]
    public async Task Program_IsFinished_WhenItEndsWithZeroAndHasNoEndpoint()
    {
        _application.AddShell("once", $"echo run >> {_application.File("runs")}");
        await _application.StartAsync();

        var finished = await _application.WaitAsync("once", "Finished");

        Assert.Equal(0, finished.Snapshot.ExitCode);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(_application.File("runs"), Cancelled));
    }

    [Fact]
    public async Task Resource_IsUnhealthy_WhileItsCheckFails()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        await _application.WaitHealthyAsync("service");

        await _application.Http.PostAsync(new Uri($"http://localhost:{port}/sick"), null, Cancelled);

        var sick = await _application.WaitAsync("service", @event => @event.Snapshot.HealthStatus == HealthStatus.Unhealthy, "unhealthy");
        Assert.Equal("Running", sick.Snapshot.State?.Text);
        Assert.Equal($"http://localhost:{port}/health answered 503, expected 200.", sick.Snapshot.HealthReports.Single().Description);
    }

    [Fact]
    public async Task ReadyEvent_ComesOnceAfterTheFirstHealthyReport()
    {
        var ready = 0;
        _application.AddService().WithHttpEndpoint(port: FreePort.Next()).WithHttpHealthCheck("/health").OnResourceReady((_, _, _) =>
        {
            Interlocked.Increment(ref ready);
            return Task.CompletedTask;
        });
        await _application.StartAsync();

        await _application.WaitHealthyAsync("service");

        Assert.Equal(1, ready);
    }

    [Fact]
    public async Task Commands_StopStartAndRestart()
    {
        _application.AddShell("server", "sleep 600").WithHttpEndpoint(port: FreePort.Next());
        await _application.StartAsync();
        var first = TestApplication.Pid(await _application.WaitAsync("server", "Running"));

        Assert.True((await _application.RunCommandAsync("server", "stop")).Success);
        Assert.Null(ProcessIdentity.Of(first));
        await _application.WaitAsync("server", "Exited");

        Assert.True((await _application.RunCommandAsync("server", "start")).Success);
        var second = TestApplication.Pid(await _application.WaitAsync("server", "Running"));

        Assert.True((await _application.RunCommandAsync("server", "restart")).Success);
        var third = await _application.WaitAsync("server", @event => @event.Snapshot.State?.Text == "Running" && TestApplication.Pid(@event) != second, "restarted");
        Assert.Equal(3, new[] { first, second, TestApplication.Pid(third) }.Distinct().Count());
    }

    [Fact]
    public async Task ExplicitStart_WaitsForTheCommand()
    {
        _application.AddShell("later", "sleep 600").WithExplicitStart();
        _application.AddShell("other", "sleep 600");
        await _application.StartAsync();
        await _application.WaitAsync("other", "Running");
        await _application.WaitAsync("later", "NotStarted");

        await _application.RunCommandAsync("later", "start");

        await _application.WaitAsync("later", "Running");
    }

    [Fact]
    public async Task Container_SaysWhatIsMissing_WhenItCannotRun()
    {
        // The top-level domain .invalid never resolves: no machine can pull it, with or without an engine.
        _application.Builder.AddContainer("search", "registry.invalid/search", "1");
        await _application.StartAsync();

        var failed = await _application.WaitAsync("search", "FailedToStart");

        Assert.Matches(
            "^(No container engine was found|The container engine at .* does not answer|The image registry.invalid/search:1 is not on this machine and cannot be pulled)",
            TestApplication.Property(failed, "localai.reason")?.ToString());
    }

    [Fact]
    public async Task MissingProgram_IsNamed()
    {
        _application.Builder.AddExecutable("search", "searx-run-not-there", "/");
        await _application.StartAsync();

        var failed = await _application.WaitAsync("search", "FailedToStart");

        Assert.Equal(
            "The program 'searx-run-not-there' was not found on PATH. Install it, or name it by its full path.",
            TestApplication.Property(failed, "localai.reason")?.ToString());
    }

    [Fact]
    public async Task Output_IsInTheConsoleAndInTheLogFile()
    {
        _application.AddShell("talking", "echo to out; echo to err >&2");
        await _application.StartAsync();
        await _application.WaitAsync("talking", "Finished");

        var lines = new List<LogLine>();
        var consoles = (ResourceLoggerService)_application.App.Services.GetService(typeof(ResourceLoggerService))!;
        await foreach (var batch in consoles.GetAllAsync("talking").WithCancellation(Cancelled))
        {
            lines.AddRange(batch);
        }

        Assert.Equal([("to err", true), ("to out", false)], lines.Select(line => (line.Content, line.IsErrorMessage)).Order());
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_application.DataDirectory, "logs", "talking.log"), Cancelled)).Length);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task<string> EnvironmentAsync(int port, string name) =>
        _application.Http.GetFromJsonStringAsync($"http://localhost:{port}/environment?name={name}", Cancelled);
}
