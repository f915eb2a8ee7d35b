using LocalAi.Dashboard.Api;
using LocalAi.Dashboard.Components;
using LocalAi.Dashboard.Listeners;
using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Resources;
using LocalAi.Dashboard.Security;
using LocalAi.Dashboard.Telemetry;
using LocalAi.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace LocalAi.Dashboard;

/// <summary>The dashboard's services and routes, for the program and for tests.</summary>
internal static class DashboardApplication
{
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null, Action<IServiceCollection>? replace = null)
    {
        // Started from any directory: what belongs to the program lies beside it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DashboardApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        builder.WebHost.UseStaticWebAssets();

        // The listeners read the address themselves; without this Kestrel would warn that it is overridden.
        builder.WebHost.UseUrls();
        AddReceiver(builder);
        builder.Services.AddDashboardSecurity();
        AddResources(builder.Services);
        AddModels(builder.Services);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [ServiceDefaultsExtensions.LiveTag]);
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(TimeProvider.System);
        AddPages(builder);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddReceiver(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ListenerOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.FrontendUrls = configuration[ListenerOptions.FrontendKey] ?? options.FrontendUrls;
            options.OtlpGrpcUrl = configuration[ListenerOptions.OtlpGrpcKey] ?? options.OtlpGrpcUrl;
            options.OtlpHttpUrl = configuration[ListenerOptions.OtlpHttpKey] ?? options.OtlpHttpUrl;
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ListenerOptions>, ListenerOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelListeners>();
        services.AddOptions<TelemetryLimitsOptions>().BindConfiguration(TelemetryLimitsOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OtlpReceiverOptions>().BindConfiguration(OtlpReceiverOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IngestQueue>();
        services.AddSingleton(CreateStore);
        services.AddHostedService<IngestWorker>();
        services.AddSingleton<OtlpGrpcService>();
        services.AddGrpc();
        services.AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>()
            .Configure<IOptions<OtlpReceiverOptions>>((grpc, receiver) => grpc.MaxReceiveMessageSize = receiver.Value.MaxRequestBytes);
        services.AddSingleton<Grpc.AspNetCore.Server.Model.IServiceMethodProvider<OtlpGrpcService>, OtlpGrpcService.Methods>();
    }

    private static TelemetryStore CreateStore(IServiceProvider services)
    {
        var activity = services.GetRequiredService<ModelActivity>();
        var gauges = services.GetRequiredService<ModelGauges>();
        var store = new TelemetryStore(services.GetRequiredService<IOptions<TelemetryLimitsOptions>>(), services.GetRequiredService<TimeProvider>())
        {
            SpansAdded = activity.Add,
        };
        store.Metrics.NumberAdded = gauges.Add;
        return store;
    }

    private static void AddModels(IServiceCollection services)
    {
        services.AddOptions<DataDirectoryOptions>().BindConfiguration(DataDirectoryOptions.SectionName);
        services.AddSingleton<ModelActivity>();
        services.AddSingleton<ModelGauges>();
        services.AddSingleton<ModelArchive>();
        services.AddSingleton<ModelSummaries>();
        services.AddHostedService<ModelArchiveWorker>();
    }

    private static void AddResources(IServiceCollection services)
    {
        services.AddOptions<ResourceServiceOptions>()
            .BindConfiguration(ResourceServiceOptions.SectionName)
            .Configure<IConfiguration>((options, configuration) => options.EndpointUrl = configuration[ResourceServiceOptions.EndpointKey] ?? string.Empty)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ResourceServiceOptions>, ResourceServiceOptionsValidator>();
        services.AddSingleton<ResourceBoard>();
        services.AddSingleton<ResourceServiceClient>();
        services.AddHostedService<ResourceWatcher>();
    }

    private static void AddPages(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();

        // A session outlives a restart of the dashboard as long as the host keeps its token.
        builder.Services.AddDataProtection().SetApplicationName("LocalAi.Dashboard");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IOptions<DataDirectoryOptions>, ILoggerFactory>((keys, data, loggers) =>
            keys.XmlRepository = KeyDirectory.Open(data.Value, loggers));
    }

    private static void Map(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseListenerRouting();
        app.UseLoopbackHosts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGrpcService<OtlpGrpcService>().RequireAuthorization(SecurityExtensions.OtlpPolicy).OnlyOn(ListenerKind.OtlpGrpc);
        app.MapOtlpHttp().RequireAuthorization(SecurityExtensions.OtlpPolicy).OnlyOn(ListenerKind.OtlpHttp);
        app.MapDefaultEndpoints();
        app.MapLogin();
        app.MapTelemetryApi();
        app.MapModelApi();
        app.MapConsoleDownload();
        app.MapStaticAssets().AllowAnonymous().OnlyOn(ListenerKind.Frontend);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(SecurityExtensions.FrontendPolicy).OnlyOn(ListenerKind.Frontend);
    }
}
