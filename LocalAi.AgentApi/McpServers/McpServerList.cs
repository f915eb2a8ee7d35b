using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.McpServers;

/// <summary>The configured MCP servers by name, section <c>McpServers</c>.</summary>
internal sealed class McpServerList : Dictionary<string, McpServerOptions>, IValidateOptions<McpServerList>
{
    public McpServerList()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public ValidateOptionsResult Validate(string? name, McpServerList options)
    {
        var failures = options.Select(server => Failure($"{McpServerOptions.SectionName}:{server.Key}", server.Value)).OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Failure(string key, McpServerOptions server) =>
        server is { Url.Length: > 0, Command.Length: > 0 } ? $"{key} has a {nameof(server.Url)} and a {nameof(server.Command)}. It is one of them."
        : server.Command.Length > 0 || (Uri.TryCreate(server.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") ? null
        : $"{key}:{nameof(server.Url)} is '{server.Url}'. It is an address that starts with http:// or https://, or left out where {key}:{nameof(server.Command)} starts a program.";
}
