using System.Net;
using LocalAi.AgentApi.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// Loopback callers need no key, so a web page that a user merely visits must not become one: a request whose Host is not this machine's
/// (DNS rebinding) or whose Origin is another site is refused. Health probes come by address and carry nothing; they pass.
/// </summary>
internal sealed class RebindingGuard(RequestDelegate next, IOptions<AgentOptions> options)
{
    private readonly HashSet<string> _allowed = new(["localhost", "127.0.0.1", "[::1]", .. options.Value.AllowedHosts], StringComparer.OrdinalIgnoreCase);
    private readonly bool _any = options.Value.AllowedHosts.Contains("*");

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (_any || request.Path.StartsWithSegments("/health") || request.Path.StartsWithSegments("/alive"))
        {
            return next(context);
        }

        if (!_allowed.Contains(request.Host.Host))
        {
            return RefuseAsync(context, $"The agent is not called '{request.Host.Host}'");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && _allowed.Contains(site.Host))
            ? next(context)
            : RefuseAsync(context, $"Pages of '{origin}' may not call the agent");
    }

    private static Task RefuseAsync(HttpContext context, string reason) => FailureResponses.WriteAsync(context, new(
        (int)HttpStatusCode.Forbidden, "host_not_allowed", "Forbidden",
        $"{reason}; allowed are localhost, 127.0.0.1, [::1] and {AgentOptions.SectionName}:{nameof(AgentOptions.AllowedHosts)}."));
}
