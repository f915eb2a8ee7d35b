using Yarp.ReverseProxy.Configuration;

namespace LocalAi.AgentBench;

/// <summary>A plain YARP proxy in front of the simulator: what any hop in .NET costs.</summary>
internal static class ProxyProgram
{
    public static async Task<int> RunAsync(string url, string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "simulator", Match = new RouteMatch { Path = "{**path}" } }],
            [new ClusterConfig { ClusterId = "simulator", Destinations = new Dictionary<string, DestinationConfig> { ["simulator"] = new() { Address = target } } }]);
        var app = builder.Build();
        app.MapGet("/alive", () => "Healthy");
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
