using LocalAi.Dashboard.Components.Pages.Console;
using LocalAi.Dashboard.Components.Pages.Resources;
using LocalAi.Dashboard.Resources;
using LocalAi.Hosting.ResourceService;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Dashboard.Tests.Resources;

public class ResourceClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Board_FollowsTheHost_ThroughUpsertsAndDeletes()
    {
        await using var host = new FakeHost();
        host.Initial.Resources.Add(Running("agent"));
        host.Initial.Resources.Add(new Resource { Name = "hidden", IsHidden = true });
        await using var server = await ConnectAsync(await host.StartAsync());
        var board = server.Services.GetRequiredService<ResourceBoard>();
        await DashboardServer.UntilAsync(() => board.Connection == HostConnection.Connected);
        Assert.Equal(("fake", "agent"), (board.ApplicationName, Assert.Single(board.Visible()).Name));

        host.Send(new WatchResourcesChange { Upsert = Running("web") });
        host.Send(new WatchResourcesChange { Delete = new ResourceDeletion { ResourceName = "agent" } });

        await DashboardServer.UntilAsync(() => board.Visible() is [{ Name: "web" }]);
    }

    [Fact]
    public async Task Board_SaysWhyAndKeepsTheLastState_WhenTheHostGoesAndComesBack()
    {
        var first = new FakeHost();
        first.Initial.Resources.Add(Running("agent"));
        await using var server = await ConnectAsync(await first.StartAsync());
        var board = server.Services.GetRequiredService<ResourceBoard>();
        await DashboardServer.UntilAsync(() => board.Connection == HostConnection.Connected);

        await first.DisposeAsync();
        await DashboardServer.UntilAsync(() => board.Connection == HostConnection.Lost);
        Assert.Equal("agent", Assert.Single(board.Visible()).Name);

        await using var second = new FakeHost { Port = first.Port };
        second.Initial.Resources.Add(Running("web"));
        await second.StartAsync();
        await DashboardServer.UntilAsync(() => board.Connection == HostConnection.Connected);
        Assert.Equal("web", Assert.Single(board.Visible()).Name);
        Assert.Equal([true], second.Reconnects);
    }

    [Fact]
    public async Task Board_NamesTheKey_WhenTheHostRefusesIt()
    {
        await using var host = await new FakeHost().StartAsync();
        await using var server = await ConnectAsync(host, "wrong");
        var board = server.Services.GetRequiredService<ResourceBoard>();

        await DashboardServer.UntilAsync(() => board.Connection == HostConnection.Lost);

        Assert.Equal("The host refuses the key: check DASHBOARD__RESOURCESERVICECLIENT__APIKEY.", board.Problem);
    }

    [Fact]
    public async Task Command_ReachesTheHost_WithItsResource()
    {
        await using var host = await new FakeHost().StartAsync();
        await using var server = await ConnectAsync(host);

        var answer = await server.Services.GetRequiredService<ResourceServiceClient>().ExecuteAsync(Running("agent"), new ResourceCommand { Name = "resource-stop" }, Stop);

        Assert.Equal((ResourceCommandResponseKind.Succeeded, "done"), (answer.Kind, answer.Message));
        Assert.Equal(("resource-stop", "agent", "Project"), (host.Commands[0].CommandName, host.Commands[0].ResourceName, host.Commands[0].ResourceType));
    }

    [Fact]
    public async Task Command_SaysWhy_WhenTheHostIsGone()
    {
        var host = await new FakeHost().StartAsync();
        await using var server = await ConnectAsync(host);
        await host.DisposeAsync();

        var answer = await server.Services.GetRequiredService<ResourceServiceClient>().ExecuteAsync(Running("agent"), new ResourceCommand { Name = "resource-stop" }, Stop);

        Assert.Equal((ResourceCommandResponseKind.Failed, "The host does not answer."), (answer.Kind, answer.ErrorMessage));
    }

    [Fact]
    public async Task ConsoleLines_FollowTheHost_LineByLine()
    {
        await using var host = await new FakeHost().StartAsync();
        await using var server = await ConnectAsync(host);
        var lines = new ConsoleLines(server.Services.GetRequiredService<ResourceServiceClient>(), "agent", TimeProvider.System);
        var watching = lines.WatchAsync();
        await DashboardServer.UntilAsync(() => lines.ToArray().Length == 1);

        host.Print(new ConsoleLogLine { LineNumber = 2, Text = "next", IsStdErr = true });
        await DashboardServer.UntilAsync(() => lines.ToArray().Length == 2);

        Assert.Equal(["console of agent", "next"], lines.ToArray().Select(line => line.Text));
        lines.Dispose();
        await watching;
    }

    [Fact]
    public async Task Download_IsTheConsoleAsText_ForThoseLoggedIn()
    {
        await using var host = new FakeHost();
        host.Initial.Resources.Add(Running("agent"));
        await using var server = await ConnectAsync(await host.StartAsync());
        await DashboardServer.UntilAsync(() => server.Services.GetRequiredService<ResourceBoard>().Visible().Length == 1);
        using var login = await server.Client.GetAsync($"/login?t={DashboardServer.Token}", Stop);

        using var answer = await server.Client.GetAsync("/download/console/agent", Stop);
        using var unknown = await server.Client.GetAsync("/download/console/nobody", Stop);

        Assert.Equal("console of agent\n", (await answer.Content.ReadAsStringAsync(Stop)).ReplaceLineEndings("\n"));
        Assert.Equal("agent.log", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Theory]
    [InlineData("DASHBOARD__OTLP__PRIMARYAPIKEY", "abc", true)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=abc", true)]
    [InlineData("ConnectionStrings__agentdb", "Host=x;Password=y", true)]
    [InlineData("URL", "postgres://user:pass@host/db", true)]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5000", false)]
    [InlineData("N8N_SECRET", "", false)]
    public void Mask_HidesSecrets_ByNameOrValue(string name, string value, bool isSecret) => Assert.Equal(isSecret, SecretMask.IsSecret(name, value));

    [Fact]
    public void State_TellsWhatIsUnhealthy_WhenAResourceRuns()
    {
        var resource = Running("agent");
        resource.HealthReports.Add(new HealthReport { Key = "db", Status = HealthStatus.Unhealthy, Description = "refused" });

        Assert.Equal(new ResourceState("Running, unhealthy", ResourceState.Doubtful, "db: refused"), ResourceState.Of(resource));
    }

    [Fact]
    public void Graph_PlacesEveryResource_WhenReferencesFormACycle()
    {
        var (a, b) = (Running("a"), Running("b"));
        a.Relationships.Add(new ResourceRelationship { ResourceName = "b", Type = "Reference" });
        b.Relationships.Add(new ResourceRelationship { ResourceName = "a", Type = "WaitFor" });
        b.Relationships.Add(new ResourceRelationship { ResourceName = "unknown", Type = "Reference" });

        var layout = new ResourceGraphLayout([a, b]);

        Assert.Equal(["a", "b"], layout.Nodes.Select(node => node.Resource.Name).Order());
        Assert.Equal([false, true], layout.Edges.Select(edge => edge.WaitsOnly));
    }

    private static Resource Running(string name) => new() { Name = name, DisplayName = name, ResourceType = "Project", State = "Running" };

    private static Task<DashboardServer> ConnectAsync(FakeHost host, string key = FakeHost.Key) => DashboardServer.StartAsync(new()
    {
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = host.Url,
        ["Dashboard:ResourceServiceClient:AuthMode"] = "ApiKey",
        ["Dashboard:ResourceServiceClient:ApiKey"] = key,
    });
}
