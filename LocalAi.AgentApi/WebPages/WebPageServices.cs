using System.Net;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.WebSearch;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.WebPages;

internal static class WebPageServices
{
    /// <summary>Adds page reading to the agent's tools, unless it is turned off.</summary>
    public static void AddWebPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebPageOptions>().BindConfiguration(WebPageOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WebPageOptions>, WebPageOptionsValidator>();
        builder.Services.AddSingleton<PageConnections.NameResolver>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<PageConnections.Connector>(PageConnections.ConnectAsync);
        builder.Services.AddSingleton<PageConnections>();
        builder.Services.AddSingleton<PageReader>();
        if (!bool.TryParse(builder.Configuration[$"{WebPageOptions.SectionName}:{nameof(WebPageOptions.Enabled)}"], out var enabled) || enabled)
        {
            builder.Services.AddTools(
                WebSearchPlugin.Name, provider => new WebPagePlugin(provider.GetRequiredService<PageReader>()), ToolEffect.Reads, untrusted: true);
        }
    }
}
