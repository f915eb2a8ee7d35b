using LocalAi.AgentApi.Agents;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Webhooks;

internal static class WebhookServices
{
    /// <summary>Makes the configured webhooks tools.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookList>().BindConfiguration(WebhookOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookList>, WebhookList>();
        return services.AddSingleton<IToolSource, WebhookTools>();
    }
}
