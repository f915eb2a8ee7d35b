using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Security;

/// <summary>Authenticates by a key in a header: one scheme for senders, one for the API.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<ApiKeySchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<DashboardSecurityOptions> security)
    : AuthenticationHandler<ApiKeySchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var keys = Options.Keys(security.Value);
        if (security.Value.AllowAnonymous || Options.IsOpen(keys))
        {
            return Task.FromResult(Success());
        }

        if (!Request.Headers.TryGetValue(Options.HeaderName, out var given))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        // Both are compared always: which of them matched is nobody's business either.
        var isKnown = SecretComparison.AreEqual(keys.PrimaryApiKey, given) | SecretComparison.AreEqual(keys.SecondaryApiKey, given);
        return Task.FromResult(given.Count == 1 && isKnown ? Success() : AuthenticateResult.Fail($"The key in {Options.HeaderName} is not known."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // As text: gRPC clients make UNAUTHENTICATED of the status alone.
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"ApiKey header=\"{Options.HeaderName}\"";
        if (!HttpMethods.IsHead(Request.Method) && !(Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) ?? false))
        {
            var problem = TypedResults.Problem($"Send the key in the header {Options.HeaderName}.", statusCode: 401, title: "A valid key is required");
            await problem.ExecuteAsync(Context);
        }
    }

    private AuthenticateResult Success()
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Scheme.Name)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
