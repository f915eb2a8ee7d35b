using LocalAi.AgentApi.Agents;

namespace LocalAi.AgentApi.McpServers;

internal static class McpServerServices
{
    /// <summary>Connects the configured MCP servers, n8n's among them, and gives the agent their tools.</summary>
    /// <exception cref="InvalidOperationException">A server has no address and no program, or a malformed address; the message names its key.</exception>
    public static void AddMcpServers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<McpTools>();
        builder.Services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<McpTools>());
        foreach (var section in builder.Configuration.GetSection(McpServerOptions.SectionName).GetChildren())
        {
            var options = section.Get<McpServerOptions>() ?? new McpServerOptions();
            if (options.Url.Length > 0 && options.Command.Length > 0)
            {
                throw new InvalidOperationException($"{section.Path} has a Url and a Command. It is one of them.");
            }

            if (options.Command.Length == 0 && !(Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")))
            {
                throw new InvalidOperationException($"{section.Path}:Url is '{options.Url}'. It is an address that starts with http:// or https://, or left out where {section.Path}:Command starts a program.");
            }

            builder.Services.AddSingleton<IHostedService>(provider =>
                ActivatorUtilities.CreateInstance<McpConnection>(provider, section.Key, options));
        }
    }
}
