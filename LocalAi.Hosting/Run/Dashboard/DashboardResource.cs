using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Run.Dashboard;

/// <summary>The dashboard as a resource among the others, so that it is started, watched, restarted and stopped like them.</summary>
internal sealed class DashboardResource : ExecutableResource
{
    /// <summary>The name under which Aspire's own host shows its dashboard.</summary>
    public const string ResourceName = "aspire-dashboard";

    public DashboardResource(DashboardHost host, string dataDirectory)
        : base(ResourceName, DotNetProgram.Path, Path.GetDirectoryName(host.Assembly)!)
    {
        Endpoint("http", "http", host.Options.Port);
        Endpoint("otlp-grpc", "http", host.Options.OtlpGrpcPort);
        Endpoint("otlp-http", "http", host.Options.OtlpHttpPort);
        Annotations.Add(new CommandLineArgsCallbackAnnotation(context =>
        {
            context.Args.Add("exec");
            context.Args.Add(host.Assembly);
            return Task.CompletedTask;
        }));
        Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            foreach (var (name, value) in Environment(host, dataDirectory))
            {
                context.EnvironmentVariables[name] = value;
            }
        }));
        Annotations.Add(new ResourceUrlsCallbackAnnotation(context =>
        {
            context.Urls.Clear();
            context.Urls.Add(new ResourceUrlAnnotation { Url = host.LoginUrl, DisplayText = "Dashboard" });
        }));
        Annotations.Add(new HealthCheckAnnotation(DashboardHealthCheck.Key));
        Annotations.Add(new ResourceIconAnnotation("Gauge"));
    }

    private static IEnumerable<(string Name, string Value)> Environment(DashboardHost host, string dataDirectory) =>
    [
        ("ASPNETCORE_URLS", host.Url),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", host.OtlpGrpcUrl),
        ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", host.OtlpHttpUrl),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", host.ResourceServiceUrl),
        ("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken"),
        ("DASHBOARD__FRONTEND__BROWSERTOKEN", host.BrowserToken),
        ("DASHBOARD__OTLP__AUTHMODE", "ApiKey"),
        ("DASHBOARD__OTLP__PRIMARYAPIKEY", host.OtlpApiKey),
        ("DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "ApiKey"),
        ("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", host.ResourceServiceKey),
        ("DASHBOARD__API__AUTHMODE", "ApiKey"),
        ("DASHBOARD__API__PRIMARYAPIKEY", host.ApiKey),
        ("LocalAi__DataDirectory", dataDirectory),
    ];

    private void Endpoint(string name, string scheme, int port) =>
        Annotations.Add(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: scheme, name: name, port: port, isProxied: false));
}
