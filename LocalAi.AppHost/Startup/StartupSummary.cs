using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalAi.AppHost.Startup;

/// <summary>
/// Prints one line per service once every service has come up, failed or is off: its address, where it came from, or why it is
/// off and what would turn it on.
/// </summary>
internal sealed class StartupSummary(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    private const string DashboardResource = "aspire-dashboard";

    /// <summary>Prints which host runs and why, and the rest when it is known.</summary>
    public static void AddTo(IDistributedApplicationBuilder builder)
    {
        Console.WriteLine(HostKind.Describe());
        builder.Services.AddHostedService<StartupSummary>();
    }

    /// <summary>The line of one service.</summary>
    internal static string Line(string service, CustomResourceSnapshot state, SourceDecision? decision)
    {
        var address = state.Urls.FirstOrDefault(url => !url.IsInternal && !url.IsInactive)?.Url;
        var text = decision is { Source: ServiceSource.Off }
            ? $"off: {decision.Reason}{Remedy(decision)}"
            : IsUp(state)
                ? $"{address ?? decision?.Location ?? "running",-32} {Origin(decision)}"
                : $"{state.State?.Text ?? "unknown"}{(decision is null ? "" : $" ({Origin(decision)})")}: see its log in the dashboard";
        return $"  {service,-17} {text.TrimEnd()}";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var shown = ShownResources().ToDictionary(resource => resource.Resource.Name, resource => resource);
        var states = new Dictionary<string, CustomResourceSnapshot>();
        await foreach (var update in notifications.WatchAsync(stoppingToken))
        {
            states[update.Resource.Name] = update.Snapshot;
            if (shown.Keys.All(name => states.TryGetValue(name, out var state) && IsSettled(state)))
            {
                break;
            }
        }

        Console.WriteLine();
        foreach (var (name, (resource, service)) in shown)
        {
            Console.WriteLine(Line(service, states[name], resource.Decision()));
        }

        if (states.GetValueOrDefault(DashboardResource) is { } dashboard && IsUp(dashboard))
        {
            Console.WriteLine(Line(ServiceCatalog.Dashboard, dashboard, decision: null));
        }

        foreach (var note in model.Resources.SelectMany(resource => resource.Annotations.OfType<StartupNote>()))
        {
            Console.WriteLine($"{Environment.NewLine}{note.Text}");
        }

        Console.WriteLine($"{Environment.NewLine}Press Ctrl+C to stop everything.");
    }

    private static bool IsUp(CustomResourceSnapshot state) =>
        state.State?.Text == KnownResourceStates.Running && state.HealthStatus is not Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy;

    private static bool IsSettled(CustomResourceSnapshot state) =>
        state.State?.Text is "Off" || KnownResourceStates.TerminalStates.Contains(state.State?.Text)
        || IsUp(state) && state.HealthStatus is not null;

    private static string Origin(SourceDecision? decision) => decision switch
    {
        null => "",
        { Source: ServiceSource.External } => $"external: {decision.Reason}",
        _ => $"{decision.Source.ToString().ToLowerInvariant()}: {decision.Reason}{Remedy(decision)}",
    };

    private static string Remedy(SourceDecision decision) => decision.Remedy is null ? "" : $"; to have it: {decision.Remedy}";

    private IEnumerable<(IResource Resource, string Service)> ShownResources()
    {
        var order = ServiceCatalog.All.Select((service, index) => (service.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index);
        return from resource in model.Resources
               let service = resource.ServiceName()
               where order.ContainsKey(service)
               orderby order[service]
               select (resource, service);
    }
}
