using LocalAi.AgentApi.Agents;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.WebSearch;

internal static class WebSearchServices
{
    /// <summary>Adds web search to the agent's tools where an address is set.</summary>
    public static void AddWebSearch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebSearchOptions>()
            .BindConfiguration(WebSearchOptions.SectionName)
            .ValidateDataAnnotations()
            .Validate(
                options => options.Url.Length == 0 || Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
                $"{WebSearchOptions.SectionName}:Url is the address of SearXNG and starts with http:// or https://; empty turns web search off.")
            .ValidateOnStart();
        builder.Services.AddHttpClient(WebSearchPlugin.HttpClientName, (provider, client) =>
            client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<WebSearchOptions>>().Value.Url.TrimEnd('/') + "/"));

        if (builder.Configuration[$"{WebSearchOptions.SectionName}:Url"] is { Length: > 0 })
        {
            builder.Services.AddTools(
                WebSearchPlugin.Name, provider => ActivatorUtilities.CreateInstance<WebSearchPlugin>(provider), ToolEffect.Reads, untrusted: true);
        }
    }
}
