using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace LocalAi.Web.Agent;

/// <summary>Registers what speaks to the agent.</summary>
internal static class AgentServiceExtensions
{
    /// <summary>The agent's name in service discovery.</summary>
    private static readonly Uri Address = new("http://agent");

    public static IServiceCollection AddAgent(this IServiceCollection services)
    {
        services.AddHttpClient(AgentClient.ClientName, Configure).ConfigureHttpClient(ShowKey).WithoutResilience();
        services.AddHttpClient(AgentAvailability.ClientName, Configure).WithoutResilience();
        services.AddSingleton<AgentClient>();
        services.AddSingleton<AgentAvailability>();
        services.AddHostedService(provider => provider.GetRequiredService<AgentAvailability>());
        return services;

        static void ShowKey(IServiceProvider provider, HttpClient http)
        {
            if (provider.GetRequiredService<IOptions<WebOptions>>().Value.AgentKey is { Length: > 0 } key)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }
        }

        static void Configure(HttpClient http)
        {
            http.BaseAddress = Address;
            // An answer on a CPU takes minutes; AgentClient limits what must be quick.
            http.Timeout = Timeout.InfiniteTimeSpan;
        }
    }

    // The page itself says at once that the agent is away and goes on when it is back; silent retries would only delay that.
    private static void WithoutResilience(this IHttpClientBuilder http)
    {
#pragma warning disable EXTEXP0001 // The only way to take the defaults of ServiceDefaults off one client.
        http.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
