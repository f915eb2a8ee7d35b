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
}
