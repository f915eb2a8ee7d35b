using System.Security.Claims;
using LocalAi.Dashboard.Listeners;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LocalAi.Dashboard.Security;

/// <summary><c>GET /login?t=…</c> (the link a host prints), <c>POST /login</c> (the form) and <c>POST /logout</c>.</summary>
internal static class LoginEndpoints
{
    public const string RateLimit = "login";
    public const string FingerprintClaim = "token";

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", FollowLinkAsync).AllowAnonymous().RequireRateLimiting(RateLimit).OnlyOn(ListenerKind.Frontend);
        routes.MapPost("/login", SubmitAsync).AllowAnonymous().RequireRateLimiting(RateLimit).OnlyOn(ListenerKind.Frontend);
        routes.MapPost("/logout", (Delegate)LogOutAsync).OnlyOn(ListenerKind.Frontend);
    }

    private static async Task<RedirectHttpResult> FollowLinkAsync(string? t, string? returnUrl, HttpContext context, BrowserToken browserToken)
    {
        // A person who opens /login without a token wants the form.
        if (t is null)
        {
            return TypedResults.LocalRedirect($"/sign-in{QueryString.Create("returnUrl", SafeReturnUrl(returnUrl))}");
        }

        return await SignInAsync(t, returnUrl, context, browserToken);
    }

    private static Task<RedirectHttpResult> SubmitAsync([FromForm(Name = "token")] string? given, [FromForm] string? returnUrl, HttpContext context, BrowserToken browserToken) =>
        SignInAsync(given?.Trim(), returnUrl, context, browserToken);

    private static async Task<RedirectHttpResult> SignInAsync(string? given, string? returnUrl, HttpContext context, BrowserToken browserToken)
    {
        if (!browserToken.Matches(given))
        {
            return TypedResults.LocalRedirect($"/sign-in{QueryString.Create("failed", "true").Add("returnUrl", SafeReturnUrl(returnUrl))}");
        }

        var identity = new ClaimsIdentity([new Claim(FingerprintClaim, browserToken.Fingerprint)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(SafeReturnUrl(returnUrl));
    }

    private static async Task<RedirectHttpResult> LogOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.LocalRedirect("/sign-in");
    }

    // Only paths of ours: a link must not log in here and end elsewhere.
    private static string SafeReturnUrl(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";
}
