// An app host for tests that need one as a process of its own. --Commands:NAME=COMMAND declares a shell command, --Service=PORT
// the sample service. Prints "NAME STATE PID" at each change of a state.
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
foreach (var command in builder.Configuration.GetSection("Commands").GetChildren())
{
    builder.AddExecutable(command.Key, "sh", "/", "-c", command.Value!);
}

if (builder.Configuration["Service"] is { } port)
{
    builder.AddProject("service", "../LocalAi.Hosting.SampleService/LocalAi.Hosting.SampleService.csproj", launchProfileName: null)
        .WithHttpEndpoint(port: int.Parse(port, System.Globalization.CultureInfo.InvariantCulture))
        .WithHttpHealthCheck("/health");
}

var app = builder.Build();
var reporting = Task.Run(async () =>
{
    await foreach (var change in app.ResourceNotifications.WatchAsync())
    {
        var pid = change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value;
        var ready = change.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy ? "Healthy" : change.Snapshot.State?.Text;
        Console.WriteLine($"{change.ResourceId} {ready} {pid}");
    }
});
await app.RunAsync();
