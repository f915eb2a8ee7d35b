using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LocalAi.Web.SignIn;

/// <summary>
/// The sign-in, where <see cref="WebOptions.Password"/> is set: every page and the pages' connection want its cookie. The web UI is behind Caddy
/// then, which encrypts; so the cookie is marked secure, and the browser's address is the one that Caddy names.
/// </summary>
internal static class SignInExtensions
{
    public const string Path = "/sign-in";

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptions>();
        services.AddSingleton<SignInAttempts>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<IOptions<WebOptions>>(ConfigureCookie);
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<WebOptions>>((authorization, web) =>
            authorization.FallbackPolicy = web.Value.WantsSignIn ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build() : null);
        // Always would answer 500 to whoever comes without TLS.
        services.Configure<AntiforgeryOptions>(antiforgery => antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<WebOptions>>((forwarded, web) =>
        {
            // Only Caddy can reach the web UI then; it overwrites whatever a browser claims.
            forwarded.ForwardedHeaders = web.Value.WantsSignIn ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
        });
        return services;
    }

    public static IApplicationBuilder UseSignIn(this IApplicationBuilder app) => app.UseForwardedHeaders().UseAuthentication().UseAuthorization();

    private static void ConfigureCookie(CookieAuthenticationOptions options, IOptions<WebOptions> web)
    {
        options.Cookie.Name = "__Host-LocalAi";
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.ExpireTimeSpan = TimeSpan.FromHours(web.Value.SessionHours);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = context =>
        {
            // A page goes to the sign-in; what a page loads or connects to is just refused.
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Redirect(Path + QueryString.Create("returnUrl", context.Request.Path + context.Request.QueryString));
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }

            return Task.CompletedTask;
        };
    }
}
