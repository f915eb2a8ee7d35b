using LocalAi.Dashboard.Listeners;
using LocalAi.Dashboard.Security;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard;

/// <summary>Runs the dashboard until it is stopped; a wrong setting or a port in use is said in one line.</summary>
internal static class DashboardProgram
{
    private const int ConfigurationExitCode = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = DashboardApplication.Create(args);
            await app.StartAsync();
            SayHowToLogIn(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (OptionsValidationException error)
        {
            await Console.Error.WriteLineAsync($"The dashboard cannot start: {string.Join(" ", error.Failures)}");
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"The dashboard cannot start: {error.Message.TrimEnd('.')}. Set another port with {ListenerOptions.FrontendKey} (pages), "
                + $"{ListenerOptions.OtlpGrpcKey} or {ListenerOptions.OtlpHttpKey} (telemetry).");
        }

        return ConfigurationExitCode;
    }

    // A token that a host configured is the host's to show; one made up here is known to nobody else.
    private static void SayHowToLogIn(WebApplication app)
    {
        var security = app.Services.GetRequiredService<IOptions<DashboardSecurityOptions>>().Value;
        var token = app.Services.GetRequiredService<BrowserToken>();
        if (token.IsMadeUp && !security.AllowAnonymous && security.Frontend.AuthMode == FrontendAuthMode.BrowserToken)
        {
            var url = app.Services.GetRequiredService<IOptions<ListenerOptions>>().Value.FrontendUrls.Split(';')[0];
            Console.WriteLine($"Log in to the dashboard at {token.LoginUrl(url)}");
        }
    }
}
