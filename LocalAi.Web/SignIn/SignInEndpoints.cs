using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Web.Components.Pages.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LocalAi.Web.SignIn;

/// <summary>The page of the sign-in and what its form does.</summary>
internal static partial class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInExtensions.Path, (string? returnUrl) => Page(returnUrl, SignInProblem.None)).AllowAnonymous();
        // Checked by hand: a form that a restart has outlived gets the page again, not an error.
        routes.MapPost(SignInExtensions.Path, SubmitAsync).AllowAnonymous().DisableAntiforgery();

        // The cookie is not sent with requests of other sites, so none of them can sign anybody out.
        routes.MapPost("/sign-out", (Delegate)LeaveAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static async Task<IResult> SubmitAsync(
        [FromForm] string? password, [FromForm] string? returnUrl, HttpContext context,
        IAntiforgery antiforgery, SignInAttempts attempts, IOptions<WebOptions> options, ILogger<SignInAttempts> logger)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Page(returnUrl, SignInProblem.Expired, StatusCodes.Status400BadRequest);
        }

        var address = context.Connection.RemoteIpAddress;
        if (attempts.LockedFor(address) is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Page(returnUrl, SignInProblem.LockedOut, StatusCodes.Status429TooManyRequests);
        }

        if (!options.Value.WantsSignIn || !Matches(options.Value.Password, password ?? ""))
        {
            attempts.Failed(address);
            LogFailed(logger, address?.ToString());
            return Page(returnUrl, SignInProblem.WrongPassword, StatusCodes.Status401Unauthorized);
        }

        attempts.Succeeded(address);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "owner")], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    private static async Task<RedirectHttpResult> LeaveAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return TypedResults.LocalRedirect(SignInExtensions.Path);
    }

    private static RazorComponentResult<SignInPage> Page(string? returnUrl, SignInProblem problem, int status = StatusCodes.Status200OK) =>
        new(new { ReturnUrl = Local(returnUrl), Problem = problem }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>In a time that tells nothing about the password, not even its length.</summary>
    private static bool Matches(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    /// <summary>Only paths of ours: a link must not sign in here and end elsewhere.</summary>
    private static string Local(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";

    [LoggerMessage(LogLevel.Warning, "A sign-in from {Address} failed")]
    private static partial void LogFailed(ILogger logger, string? address);
}
