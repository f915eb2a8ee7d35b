using LocalAi.AgentApi.Privacy;
using LocalAi.AgentApi.Telemetry;

namespace LocalAi.AgentApi.ModelProviders;

internal static class ModelProviderServices
{
    public static IServiceCollection AddModelProviders(this IServiceCollection services)
    {
        services.AddOptions<ModelConnectionOptions>().BindConfiguration(ModelConnectionOptions.SectionName).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<ModelConnectionOptions>, ModelConnectionOptions>();
        services.AddOptions<ProviderList>().BindConfiguration(ProviderOptions.SectionName).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<ProviderList>, ProviderList>();
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.SectionName);
        services.AddModelTelemetry();
        services.AddSingleton<ModelPipeline>();
        services.AddSingleton<ModelCatalog>();
        services.AddHealthChecks().AddCheck<ModelServerHealthCheck>("model-server");
        return services;
    }
}
