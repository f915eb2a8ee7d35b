using Grpc.Core;
using Grpc.Net.Client;
using LocalAi.Hosting.ResourceService;
using LocalAi.Hosting.Tests.Run;
using LocalAi.TestServers;

namespace LocalAi.Hosting.Tests.ResourceService;

public sealed class ResourceServiceTests : IAsyncDisposable
{
    private readonly TestApplication _application = new(withDashboard: true);
    private GrpcChannel? _channel;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private DashboardService.DashboardServiceClient Client => new(_channel ??= GrpcChannel.ForAddress($"http://127.0.0.1:{_application.ResourceServicePort}"));

    [Fact]
    public async Task Watch_GivesEveryResourceFirst_AndThenEachChange()
    {
        var database = _application.AddShell("database", "sleep 600");
        _application.AddShell("server", "sleep 600").WithHttpEndpoint(port: FreePort.Next()).WithEnvironment("GREETING", "hello").WaitFor(database)
            .WithCommand("greet", "Greet", _ => Task.FromResult(CommandResults.Success()));
        await _application.StartAsync();
        await _application.WaitHealthyAsync("server");
        using var call = Client.WatchResources(new WatchResourcesRequest(), await KeyAsync(), cancellationToken: Cancelled);

        Assert.True(await call.ResponseStream.MoveNext(Cancelled));
        var all = call.ResponseStream.Current.InitialData.Resources.ToDictionary(resource => resource.Name);
        Assert.Equal(["aspire-dashboard", "database", "server"], all.Keys.Order());
        var server = all["server"];
        Assert.Equal(("Executable", "Running", "server"), (server.ResourceType, server.State, server.DisplayName));
        Assert.Contains(server.Environment, variable => variable is { Name: "GREETING", Value: "hello", IsFromSpec: true });
        Assert.Equal([("database", "WaitFor")], server.Relationships.Select(relationship => (relationship.ResourceName, relationship.Type)));
        Assert.Equal(
            ["greet Enabled", "restart Enabled", "start Hidden", "stop Enabled"],
            server.Commands.Select(command => $"{command.Name} {command.State}").Order(StringComparer.Ordinal));
        Assert.StartsWith("http://localhost:", Assert.Single(server.Urls).FullUrl, StringComparison.Ordinal);

        await _application.RunCommandAsync("server", "stop");
        string? state = null;
        while (state != "Exited" && await call.ResponseStream.MoveNext(Cancelled))
        {
            state = call.ResponseStream.Current.Changes.Value.Select(change => change.Upsert).LastOrDefault(resource => resource.Name == "server")?.State ?? state;
        }

        Assert.Equal("Exited", state);
    }

    [Fact]
    public async Task Secrets_AreMarked()
    {
        var key = _application.Builder.AddParameter("api-key", "top-secret", secret: true);
        _application.AddShell("server", "sleep 600").WithEnvironment("KEY", key).WithArgs(key);
        await _application.StartAsync();
        await _application.WaitAsync("server", "Running");
        using var call = Client.WatchResources(new WatchResourcesRequest(), await KeyAsync(), cancellationToken: Cancelled);
        await call.ResponseStream.MoveNext(Cancelled);
        var all = call.ResponseStream.Current.InitialData.Resources.ToDictionary(resource => resource.Name);

        Assert.True(all["api-key"].Properties.Single(property => property.Name == "Value").IsSensitive);
        var server = all["server"].Properties.ToDictionary(property => property.Name, property => property.Value.StringValue);
        Assert.Equal("KEY", server["localai.secret-variables"]);
        Assert.Equal("-c sleep 600 (secret)", server["executable.args"]);
    }

    [Fact]
    public async Task ConsoleLogs_AreFollowed()
    {
        var go = _application.File("go");
        _application.AddShell("talking", $"echo one; while [ ! -e {go} ]; do sleep 0.02; done; echo two >&2; sleep 600");
        await _application.StartAsync();
        await _application.WaitAsync("talking", "Running");
        using var call = Client.WatchResourceConsoleLogs(new WatchResourceConsoleLogsRequest { ResourceName = "talking" }, await KeyAsync(), cancellationToken: Cancelled);
        var lines = new List<(int, string, bool)>();
        while (lines.Count < 2 && await call.ResponseStream.MoveNext(Cancelled))
        {
            lines.AddRange(call.ResponseStream.Current.LogLines.Select(line => (line.LineNumber, line.Text, line.IsStdErr)));
            await File.WriteAllTextAsync(go, "", Cancelled);
        }

        Assert.Equal([(1, "one", false), (2, "two", true)], lines);
    }

    [Fact]
    public async Task ConsoleLogs_End_WhenNotFollowed()
    {
        _application.AddShell("talking", "echo one");
        await _application.StartAsync();
        await _application.WaitAsync("talking", "Finished");
        using var call = Client.WatchResourceConsoleLogs(
            new WatchResourceConsoleLogsRequest { ResourceName = "talking", SuppressFollow = true }, await KeyAsync(), cancellationToken: Cancelled);
        var lines = new List<string>();
        while (await call.ResponseStream.MoveNext(Cancelled))
        {
            lines.AddRange(call.ResponseStream.Current.LogLines.Select(line => line.Text));
        }

        Assert.Equal(["one"], lines);
    }

    [Theory]
    [InlineData("server", "stop", ResourceCommandResponseKind.Succeeded, "")]
    [InlineData("server", "start", ResourceCommandResponseKind.Failed, "The command 'start' cannot be run while 'server' is in the state Running.")]
    [InlineData("server", "broken", ResourceCommandResponseKind.Failed, "It is broken.")]
    [InlineData("server", "refused", ResourceCommandResponseKind.Failed, "Not today.")]
    [InlineData("server", "fly", ResourceCommandResponseKind.Failed, "The resource 'server' has no command 'fly'.")]
    [InlineData("nobody", "stop", ResourceCommandResponseKind.Failed, "There is no resource 'nobody'.")]
    public async Task Command_AnswersWithItsOutcome(string resource, string command, ResourceCommandResponseKind kind, string message)
    {
        _application.AddShell("server", "sleep 600")
            .WithCommand("broken", "Broken", _ => throw new InvalidOperationException("It is broken."))
            .WithCommand("refused", "Refused", _ => Task.FromResult(CommandResults.Failure("Not today.")));
        await _application.StartAsync();
        await _application.WaitAsync("server", "Running");

        var response = await Client.ExecuteResourceCommandAsync(
            new ResourceCommandRequest { ResourceName = resource, CommandName = command }, await KeyAsync(), cancellationToken: Cancelled);

        Assert.Equal((kind, message), (response.Kind, response.ErrorMessage));
    }

    [Fact]
    public async Task Application_HasTheAppHostsName()
    {
        await _application.StartAsync();
        var response = await Client.GetApplicationInformationAsync(new ApplicationInformationRequest(), await KeyAsync(), cancellationToken: Cancelled);
        Assert.Equal("LocalAi.Hosting.SampleHost", response.ApplicationName);
    }

    [Fact]
    public async Task Call_IsRefused_WithoutTheKey()
    {
        await _application.StartAsync();
        var exception = await Assert.ThrowsAsync<RpcException>(() => Client.GetApplicationInformationAsync(
            new ApplicationInformationRequest(), new Metadata { { "x-resource-service-api-key", "guess" } }, cancellationToken: Cancelled).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, exception.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _application.DisposeAsync();
    }

    private async Task<Metadata> KeyAsync()
    {
        var dashboard = await _application.WaitAsync("aspire-dashboard", "Running");
        var key = dashboard.Snapshot.EnvironmentVariables.Single(variable => variable.Name == "DASHBOARD__RESOURCESERVICECLIENT__APIKEY").Value!;
        return new Metadata { { "x-resource-service-api-key", key } };
    }
}
