using LocalAi.Dashboard.Listeners;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Security;

/// <summary>
/// Where everything is open, a page of another site could reach the dashboard under a host name of its own that resolves to this
/// machine (DNS rebinding). Then only names of this machine are answered.
/// </summary>
internal static class LoopbackHosts
{
    public static IApplicationBuilder UseLoopbackHosts(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<DashboardSecurityOptions>>().Value;
        var isOpen = options.AllowAnonymous
            || options.Frontend.AuthMode == FrontendAuthMode.Unsecured
            || options.Api.AuthMode == KeyAuthMode.Unsecured
            || !options.Otlp.IsKeyWanted;
        return !isOpen ? app : app.Use((context, next) =>
        {
            if (ListenerOptions.IsLoopback(context.Request.Host.Host))
            {
                return next(context);
            }

            var problem = TypedResults.Problem(
                "The dashboard is open to this machine only: use localhost, or set keys (DASHBOARD__FRONTEND__AUTHMODE, DASHBOARD__OTLP__AUTHMODE, DASHBOARD__API__AUTHMODE).",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unknown host name");
            return problem.ExecuteAsync(context);
        });
    }
}
