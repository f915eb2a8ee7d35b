using LocalAi.AgentApi.Agents;

namespace LocalAi.AgentApi.McpServers;

internal static class McpServerServices
{
    /// <summary>Connects the configured MCP servers, n8n's among them, and gives the agent their tools.</summary>
    /// <exception cref="InvalidOperationException">A server's address is malformed; the message names its key.</exception>
    public static void AddMcpServers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<McpTools>();
        builder.Services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<McpTools>());
        foreach (var section in builder.Configuration.GetSection(McpServerOptions.SectionName).GetChildren())
        {
            var options = section.Get<McpServerOptions>() ?? new McpServerOptions();
            if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                throw new InvalidOperationException($"{section.Path}:Url is '{options.Url}'. It is an address that starts with http:// or https://.");
            }

            builder.Services.AddSingleton<IHostedService>(provider =>
                ActivatorUtilities.CreateInstance<McpConnection>(provider, section.Key, options));
        }
    }
}
