using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace LocalAi.ServiceDefaults;

/// <summary>HTTP resilience fit for local models: patience instead of retries.</summary>
public static class ResilienceExtensions
{
    /// <summary>How long one attempt may take: inference on a CPU answers in minutes, not seconds.</summary>
    public static TimeSpan AttemptTimeout { get; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Adds the standard resilience handler with time-outs for CPU inference and without retries of unsafe methods: a POST to a
    /// model that is repeated costs the user a second generation.
    /// </summary>
    public static IHttpClientBuilder AddLocalAiResilience(this IHttpClientBuilder http)
    {
        http.AddStandardResilienceHandler(options =>
        {
            options.AttemptTimeout.Timeout = AttemptTimeout;
            options.TotalRequestTimeout.Timeout = AttemptTimeout * 2;
            options.CircuitBreaker.SamplingDuration = AttemptTimeout * 2;
            options.Retry.MaxRetryAttempts = 2;
            options.Retry.DisableForUnsafeHttpMethods();
        });
        return http;
    }
}
