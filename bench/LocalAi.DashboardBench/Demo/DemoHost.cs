using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalAi.Hosting.ResourceService;

namespace LocalAi.DashboardBench.Demo;

/// <summary>A host with the resources of the LocalAi stack, for looking at the pages.</summary>
internal sealed class DemoHost : DashboardService.DashboardServiceBase
{
    private static readonly DateTimeOffset Started = DateTimeOffset.UtcNow;

    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = "LocalAi" });

    public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        var initial = new InitialResourceData();
        initial.Resources.AddRange(Resources());
        await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = initial });
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        string[] samples =
        [
            "\u001b[40m\u001b[32minfo\u001b[39m\u001b[22m\u001b[49m: Microsoft.Hosting.Lifetime[14]",
            "      Now listening on: \u001b[4mhttp://localhost:7081\u001b[24m",
            "\u001b[33mwarn\u001b[39m: LocalAi.AgentApi.Models[3]",
            "      The model \u001b[1mllama3.3:70b\u001b[22m does not fit into the GPU's memory",
            "\u001b[31mfail\u001b[39m: \u001b[38;5;208mHttpRequestException\u001b[0m: connection refused <script>alert(1)</script>",
        ];
        var batch = new WatchResourceConsoleLogsUpdate();
        for (var number = 1; number <= 400; number++)
        {
            batch.LogLines.Add(new ConsoleLogLine { LineNumber = number, Text = samples[number % samples.Length], IsStdErr = number % samples.Length == 4 });
        }

        await responseStream.WriteAsync(batch);
        var next = 401;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(700));
        while (request is { SuppressFollow: false } && await timer.WaitForNextTickAsync(context.CancellationToken))
        {
            var line = new ConsoleLogLine { LineNumber = next, Text = samples[next++ % samples.Length] };
            await responseStream.WriteAsync(new WatchResourceConsoleLogsUpdate { LogLines = { line } });
        }
    }

    public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context) =>
        Task.FromResult(new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded });

    private static IEnumerable<Resource> Resources()
    {
        yield return Create("postgres", "Executable", "Running", "native: postgres 15 on PATH", "tcp://localhost:7432", []);
        yield return Create("agentdb", "PostgresDatabase", "Running", "database of postgres", null, ["postgres"]);
        yield return Create("ollama", "Executable", "Running", "native: ollama 0.32.15, GPU NVIDIA GeForce RTX 5090", "http://localhost:11434", []);
        yield return Create("searxng", "Container", "Running", "container: searxng/searxng:2026.8.20", "http://localhost:8081", []);
        var agent = Create("agent", "Project", "Running", "LocalAi.AgentApi.csproj", "http://localhost:7081", ["agentdb", "ollama", "searxng", "n8n"]);
        agent.Environment.Add(new EnvironmentVariable { Name = "ConnectionStrings__agentdb", Value = "Host=localhost;Port=7432;Username=agent;Password=hunter2", IsFromSpec = true });
        agent.Environment.Add(new EnvironmentVariable { Name = "ASPNETCORE_URLS", Value = "http://localhost:7081", IsFromSpec = true });
        agent.Environment.Add(new EnvironmentVariable { Name = "OTEL_EXPORTER_OTLP_HEADERS", Value = "x-otlp-api-key=secret", IsFromSpec = true });
        yield return agent;
        yield return Create("web", "Project", "Running", "LocalAi.Web.csproj", "http://localhost:7080", ["agent"]);
        yield return Create("n8n", "Executable", "FailedToStart", "native: n8n 2.40.7", null, ["postgres"]);
        yield return Create("open-webui", "Executable", "Waiting", "off: no container engine answers and open-webui is not on PATH", null, ["ollama", "agent"]);
        var caddy = Create("caddy", "Executable", "Running", "native: caddy 2.11.4", "http://localhost:8443", ["web", "agent", "n8n"]);
        caddy.HealthReports.Add(new HealthReport { Key = "caddy_https", Status = HealthStatus.Unhealthy, Description = "Connection refused (localhost:8443)" });
        yield return caddy;
    }

    private static Resource Create(string name, string type, string state, string source, string? url, string[] needs)
    {
        var resource = new Resource
        {
            Name = $"{name}-{name.Length.ToString("x4", CultureInfo.InvariantCulture)}",
            DisplayName = name,
            ResourceType = type,
            Uid = name,
            State = state,
            CreatedAt = Timestamp.FromDateTimeOffset(Started),
            StartedAt = state == "Running" ? Timestamp.FromDateTimeOffset(Started) : null,
        };
        resource.Properties.Add(new ResourceProperty { Name = "resource.source", DisplayName = "Source", Value = Value.ForString(source), IsHighlighted = true });
        if (state == "FailedToStart")
        {
            resource.Properties.Add(new ResourceProperty { Name = "resource.exitCode", DisplayName = "Exit code", Value = Value.ForNumber(1) });
        }

        if (url is not null)
        {
            resource.Urls.Add(new Url { EndpointName = "http", FullUrl = url });
            resource.HealthReports.Add(new HealthReport { Key = $"{name}_check", Status = HealthStatus.Healthy, Description = "HTTP 200" });
        }

        foreach (var need in needs)
        {
            resource.Relationships.Add(new ResourceRelationship { ResourceName = need, Type = "Reference" });
            resource.Relationships.Add(new ResourceRelationship { ResourceName = need, Type = "WaitFor" });
        }

        var isRunning = state == "Running";
        resource.Commands.Add(Command("resource-start", "Start", !isRunning));
        resource.Commands.Add(Command("resource-stop", "Stop", isRunning));
        resource.Commands.Add(Command("resource-restart", "Restart", isRunning));
        return resource;
    }

    private static ResourceCommand Command(string name, string display, bool isShown) => new()
    {
        Name = name,
        DisplayName = display,
        IsHighlighted = true,
        State = isShown ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
    };
}
