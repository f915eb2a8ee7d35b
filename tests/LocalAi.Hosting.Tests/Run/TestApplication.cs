using LocalAi.TestServers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Tests.Run;

/// <summary>An application of a test's own, run in the test's process on a data directory and ports of its own.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private DistributedApplication? _app;

    public TestApplication(bool withDashboard = false, params string[] arguments)
    {
        ResourceServicePort = FreePort.Next();
        DashboardPort = FreePort.Next();
        Builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = "LocalAi.Hosting.SampleHost",
            DisableDashboard = !withDashboard,
            Args =
            [
                $"--LocalAi:DataDirectory={DataDirectory}",
                $"--LocalAi:Services:resource-service:Port={ResourceServicePort}",
                $"--LocalAi:Services:dashboard:Port={DashboardPort}",
                $"--LocalAi:Services:dashboard:OtlpGrpcPort={FreePort.Next()}",
                $"--LocalAi:Services:dashboard:OtlpHttpPort={FreePort.Next()}",
                .. arguments,
            ],
        });
    }

    public IDistributedApplicationBuilder Builder { get; }

    public int ResourceServicePort { get; }

    public int DashboardPort { get; }

    public string DataDirectory => _folder.File("data");

    public DistributedApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public HttpClient Http { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A file in this test's folder.</summary>
    public string File(string name) => _folder.File(name);

    public IResourceBuilder<ExecutableResource> AddShell(string name, string command) => Builder.AddExecutable(name, "sh", _folder.Path, "-c", command);

    public IResourceBuilder<ProjectResource> AddService(string name = "service") =>
        Builder.AddProject(name, "../LocalAi.Hosting.SampleService/LocalAi.Hosting.SampleService.csproj", launchProfileName: null);

    public async Task StartAsync()
    {
        _app = Builder.Build();
        await _app.StartAsync(Cancelled);
    }

    public Task<ResourceEvent> WaitAsync(string resource, string state) =>
        WaitAsync(resource, @event => @event.Snapshot.State?.Text == state, state);

    public async Task<ResourceEvent> WaitAsync(string resource, Func<ResourceEvent, bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            return await App.ResourceNotifications.WaitForResourceAsync(resource, condition, limit.Token);
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            App.ResourceNotifications.TryGetCurrentState(resource, out var last);
            throw new TimeoutException($"'{resource}' did not become {what}; it is {last?.Snapshot.State?.Text}: {Property(last, "localai.reason")}");
        }
    }

    public Task<ResourceEvent> WaitHealthyAsync(string resource, int? otherThan = null) => WaitAsync(
        resource,
        @event => @event.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReady.IsCompleted: true } && (otherThan is null || Pid(@event) != otherThan),
        "healthy");

    public Task<ExecuteCommandResult> RunCommandAsync(string resource, string command)
    {
        App.ResourceNotifications.TryGetCurrentState(resource, out var state);
        return state!.Resource.Annotations.OfType<ResourceCommandAnnotation>().Single(candidate => candidate.Name == command)
            .ExecuteCommand(new ExecuteCommandContext { ServiceProvider = App.Services, ResourceName = resource, CancellationToken = Cancelled });
    }

    public static object? Property(ResourceEvent? @event, string name) => @event?.Snapshot.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    public static int Pid(ResourceEvent @event) => (int)(Property(@event, "executable.pid") ?? 0);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }
}
