using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Hosting.Tests;

public sealed partial class NotificationTests : IDisposable
{
    private readonly AppHostFolder _folder = new();
    private readonly ResourceNotificationService _notifications = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Watch_GivesTheStateNow_ThenEveryChange()
    {
        var app = _folder.Builder().AddContainer("app", "app").Resource;
        await SetAsync(app, KnownResourceStates.Starting);
        await using var watch = _notifications.WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(("app", "Container", "Starting"), (watch.Current.ResourceId, watch.Current.Snapshot.ResourceType, watch.Current.Snapshot.State?.Text));
        await SetAsync(app, KnownResourceStates.Running);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("Running", watch.Current.Snapshot.State?.Text);
    }

    [Fact]
    public async Task Healthy_WaitsForEveryCheck_AndForWhatPreparesTheResource()
    {
        var app = _folder.Builder().AddContainer("app", "app").WithHealthCheck("one").WithHealthCheck("two").Resource;
        var preparation = new TaskCompletionSource();
        var waiting = _notifications.WaitForResourceHealthyAsync("app", TestContext.Current.CancellationToken);

        await SetAsync(app, KnownResourceStates.Running);
        Assert.Equal(HealthStatus.Unhealthy, Current(app).HealthStatus);
        await ReportAsync(app, "one");
        Assert.Equal(HealthStatus.Unhealthy, Current(app).HealthStatus);
        await ReportAsync(app, "two");
        Assert.Equal(HealthStatus.Healthy, Current(app).HealthStatus);
        await _notifications.PublishUpdateAsync(app, state => state with { ResourceReady = preparation.Task });
        Assert.False(waiting.IsCompleted);

        preparation.SetResult();
        Assert.Equal("app", (await waiting).Resource.Name);
    }

    [Fact]
    public async Task Completion_IsRefused_WhenTheExitCodeIsAnother()
    {
        var builder = _folder.Builder();
        var job = builder.AddContainer("job", "job");
        var app = builder.AddContainer("app", "app").WaitForCompletion(job).Resource;
        await _notifications.PublishUpdateAsync(job.Resource, state => state with { State = KnownResourceStates.Finished, ExitCode = 2 });

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => _notifications.WaitForDependenciesAsync(app, TestContext.Current.CancellationToken));

        Assert.Equal("Resource 'job' has entered the 'Finished' state with exit code '2', expected '0'; 'app' waits for it to complete.", error.Message);
    }

    [Fact]
    public async Task Wait_Fails_WhenTheResourceDoes_AndThatIsAskedFor()
    {
        var builder = _folder.Builder();
        var db = builder.AddContainer("db", "db");
        var app = builder.AddContainer("app", "app").WaitFor(db, WaitBehavior.StopOnResourceUnavailable).Resource;
        await SetAsync(db.Resource, KnownResourceStates.FailedToStart);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => _notifications.WaitForDependenciesAsync(app, TestContext.Current.CancellationToken));

        Assert.Equal("Stopped waiting for resource 'db' to become healthy because it is in the state 'FailedToStart'.", error.Message);
    }

    [Fact]
    public async Task Console_GivesItsLines_ThenNewOnes_UntilItEnds()
    {
        var logs = new ResourceLoggerService(new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        logs.Append("app", "printed", isError: false);
        LogFailure(logs.GetLogger("app"));
        await using var watch = logs.WatchAsync("app").GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal([new LogLine(1, "printed", false), new LogLine(2, "2026-01-02T03:04:05.000Z said by the host", true)], watch.Current);
        logs.Append("app", "later", isError: false);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal([new LogLine(3, "later", false)], watch.Current);
        logs.Complete("app");
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Event_ReachesOnlySubscribersOfItsResource()
    {
        var builder = _folder.Builder();
        List<string> ready = [];
        var one = builder.AddContainer("one", "app").OnResourceReady(Note);
        builder.AddContainer("two", "app").OnResourceReady(Note);
        await using var app = builder.Build();

        await builder.Eventing.PublishAsync(new ResourceReadyEvent(one.Resource, app.Services), TestContext.Current.CancellationToken);

        Assert.Equal(["one"], ready);

        Task Note(ContainerResource resource, ResourceReadyEvent @event, CancellationToken cancellationToken)
        {
            ready.Add(resource.Name);
            return Task.CompletedTask;
        }
    }

    [LoggerMessage(LogLevel.Error, "said by the host")]
    private static partial void LogFailure(ILogger logger);

    private CustomResourceSnapshot Current(ContainerResource resource) =>
        _notifications.TryGetCurrentState(resource.Name, out var current) ? current.Snapshot : throw new InvalidOperationException();

    private Task SetAsync(ContainerResource resource, string state) => _notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });

    private Task ReportAsync(ContainerResource resource, string check) => _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
    {
        HealthReports = [.. snapshot.HealthReports.Where(report => report.Name != check), new HealthReportSnapshot(check, HealthStatus.Healthy, null, null)],
    });
}
