using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Security;

/// <summary>Who may do what: browsers by cookie, senders and tools by key.</summary>
internal static class SecurityExtensions
{
    public const string OtlpPolicy = "otlp";
    public const string ApiPolicy = "api";
    public const string FrontendPolicy = "frontend";
    private const string OtlpScheme = "OtlpKey";
    private const string ApiScheme = "ApiKey";

    public static IServiceCollection AddDashboardSecurity(this IServiceCollection services)
    {
        services.AddSingleton<BrowserToken>();
        services.AddSingleton<IAuthorizationHandler, ApiRequirementHandler>();
        services.AddSingleton<IValidateOptions<DashboardSecurityOptions>, DashboardSecurityValidator>();
        services.AddOptions<DashboardSecurityOptions>()
            .BindConfiguration(DashboardSecurityOptions.SectionName)
            .Configure<IConfiguration>((options, configuration) =>
                options.AllowAnonymous = configuration.GetValue(DashboardSecurityOptions.AllowAnonymousKey, false))
            .ValidateOnStart();

        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(ConfigureCookie)
            .AddScheme<ApiKeySchemeOptions, ApiKeyHandler>(ApiScheme, options => options.HeaderName = "x-api-key")
            .AddScheme<ApiKeySchemeOptions, ApiKeyHandler>(OtlpScheme, options =>
            {
                options.HeaderName = "x-otlp-api-key";
                options.Keys = security => security.Otlp;
                options.IsOpen = keys => !keys.IsKeyWanted;
            });
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<DashboardSecurityOptions>>(ConfigurePolicies);
        services.AddAuthorization();
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<DashboardSecurityOptions>>(ConfigureLogin);
        return services;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = ".LocalAi.Dashboard";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(3);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = context =>
        {
            var token = context.HttpContext.RequestServices.GetRequiredService<BrowserToken>();
            if (context.Principal?.FindFirst(LoginEndpoints.FingerprintClaim)?.Value != token.Fingerprint)
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }

    private static void ConfigurePolicies(AuthorizationOptions options, IOptions<DashboardSecurityOptions> security)
    {
        var isOpen = security.Value.AllowAnonymous || security.Value.Frontend.AuthMode == FrontendAuthMode.Unsecured;
        options.AddPolicy(FrontendPolicy, policy =>
        {
            policy.AddAuthenticationSchemes(CookieAuthenticationDefaults.AuthenticationScheme);
            _ = isOpen ? policy.RequireAssertion(_ => true) : policy.RequireAuthenticatedUser();
        });
        options.AddPolicy(OtlpPolicy, policy => policy.AddAuthenticationSchemes(OtlpScheme).RequireAuthenticatedUser());

        var isApiOpen = security.Value.AllowAnonymous || (isOpen && security.Value.Api.AuthMode is null);
        options.AddPolicy(ApiPolicy, policy => policy
            .AddAuthenticationSchemes(ApiScheme)
            .AddRequirements(new ApiRequirement(isApiOpen)));
        options.FallbackPolicy = options.GetPolicy(FrontendPolicy);
    }

    private static void ConfigureLogin(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions options, IOptions<DashboardSecurityOptions> security)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            var problem = TypedResults.Problem("Wait a minute, then try again.", statusCode: 429, title: "Too many attempts to log in");
            await problem.ExecuteAsync(rejected.HttpContext);
        };
        options.AddPolicy(LoginEndpoints.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? string.Empty,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = security.Value.Frontend.LoginAttemptsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }));
    }
}
