using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptions>();
        services.AddHttpContextAccessor();
        return services
            .AddSingleton<ApiKeyStore>()
            .AddSingleton<UsageStore>()
            .AddSingleton<UsageLedger>()
            .AddHostedService(provider => provider.GetRequiredService<UsageLedger>())
            .AddSingleton<KeyRing>()
            .AddSingleton<AccessMeter>();
    }

    /// <summary>Turns away who may not call, and what is too large.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app
        .UseMiddleware<RebindingGuard>()
        .UseMiddleware<AccessGate>()
        .UseMiddleware<BodyLimit>();
}
