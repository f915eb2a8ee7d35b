using System.Net;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Tests.Security;

public class AccessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/resources")]
    [InlineData("/models?window=1h")]
    [InlineData("/download/console/agent")]
    public async Task Pages_RedirectToSignIn_WithoutACookie(string path)
    {
        await using var server = await DashboardServer.StartAsync();

        using var answer = await server.Client.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location?.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Circuit_IsRefused_WithoutACookie()
    {
        await using var server = await DashboardServer.StartAsync();

        using var answer = await server.Client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Stop);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Login_OpensThePages_WhenTheLinkHasTheToken()
    {
        await using var server = await DashboardServer.StartAsync();

        using var login = await server.Client.GetAsync($"/login?t={DashboardServer.Token}", Stop);
        using var page = await server.Client.GetAsync("/models", Stop);

        Assert.Equal((HttpStatusCode.Found, "/"), (login.StatusCode, login.Headers.Location?.OriginalString));
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Login_SetsNoCookie_WhenTheTokenIsWrong()
    {
        await using var server = await DashboardServer.StartAsync();

        using var login = await server.Client.GetAsync("/login?t=guess", Stop);

        Assert.StartsWith("/sign-in?failed=true", login.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.False(login.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Login_Answers429_WhenThereAreTooManyAttempts()
    {
        await using var server = await DashboardServer.StartAsync(new() { ["Dashboard:Frontend:LoginAttemptsPerMinute"] = "3" });
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var wrong = await server.Client.GetAsync("/login?t=guess", Stop);
        }

        using var answer = await server.Client.GetAsync($"/login?t={DashboardServer.Token}", Stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Login_StaysHere_WhereverTheReturnUrlPoints(string returnUrl)
    {
        await using var server = await DashboardServer.StartAsync();

        using var login = await server.Client.GetAsync($"/login?t={DashboardServer.Token}&returnUrl={Uri.EscapeDataString(returnUrl)}", Stop);

        Assert.Equal("/", login.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Session_Ends_WhenTheHostMakesANewToken()
    {
        var directory = Directory.CreateTempSubdirectory("dashboard-session-").FullName;
        string cookie;
        await using (var first = await DashboardServer.StartAsync(dataDirectory: directory))
        {
            using var login = await first.Client.GetAsync($"/login?t={DashboardServer.Token}", Stop);
            cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        await using (var same = await DashboardServer.StartAsync(dataDirectory: directory))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(same, cookie));
        }

        await using (var other = await DashboardServer.StartAsync(new() { ["Dashboard:Frontend:BrowserToken"] = "another-token-of-the-host" }, dataDirectory: directory))
        {
            Assert.Equal(HttpStatusCode.Found, await StatusAsync(other, cookie));
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Pages_CarrySecurityHeadersAndNoInlineScript_Always()
    {
        await using var server = await DashboardServer.StartAsync();

        using var answer = await server.Client.GetAsync("/sign-in", Stop);

        Assert.Contains("script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotMatch("https?://(?!localhost|127)", html.Replace("http://www.w3.org", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ports_ServeTheirPurposeOnly_WhateverIsAsked()
    {
        await using var server = await DashboardServer.StartAsync();
        using var sender = server.Sender();

        using var page = await sender.GetAsync("/resources", Stop);
        using var api = await sender.GetAsync("/api/telemetry/resources", Stop);
        using var otlp = await server.Client.PostAsync("/v1/traces", null, Stop);
        using var health = await sender.GetAsync("/health", Stop);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK),
            (page.StatusCode, api.StatusCode, otlp.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task AllowAnonymous_OpensEverything_OnLoopback()
    {
        await using var server = await DashboardServer.StartAsync(new() { ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true" });
        using var sender = server.Sender(key: null);

        using var page = await server.Client.GetAsync("/models", Stop);
        using var api = await server.Client.GetAsync("/api/telemetry/resources", Stop);
        using var otlp = await sender.PostAsync("/v1/traces", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, api.StatusCode, otlp.StatusCode));
    }

    [Fact]
    public async Task AllowAnonymous_AnswersLoopbackNamesOnly_BecauseOthersMayPointHere()
    {
        await using var server = await DashboardServer.StartAsync(new() { ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/telemetry/resources") { Headers = { Host = "evil.example" } };

        using var answer = await server.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true", "ASPNETCORE_URLS", "http://0.0.0.0:0", "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true is allowed on loopback addresses only")]
    [InlineData("Dashboard:Frontend:AuthMode", "Unsecured", "ASPNETCORE_URLS", "http://*:0", "DASHBOARD__FRONTEND__AUTHMODE=Unsecured is allowed on loopback addresses only")]
    [InlineData("Dashboard:Otlp:AuthMode", "Unsecured", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://0.0.0.0:0", "DASHBOARD__OTLP__AUTHMODE=Unsecured is allowed on loopback addresses only")]
    [InlineData("Dashboard:Otlp:PrimaryApiKey", "", "x", "x", "DASHBOARD__OTLP__PRIMARYAPIKEY is required when DASHBOARD__OTLP__AUTHMODE is ApiKey")]
    [InlineData("Dashboard:Api:PrimaryApiKey", "", "x", "x", "DASHBOARD__API__PRIMARYAPIKEY is required when DASHBOARD__API__AUTHMODE is ApiKey")]
    [InlineData("Dashboard:Frontend:BrowserToken", "short", "x", "x", "DASHBOARD__FRONTEND__BROWSERTOKEN must have at least 16 characters")]
    [InlineData("ASPNETCORE_URLS", "18888", "x", "x", "ASPNETCORE_URLS must be an http:// address with a port")]
    [InlineData("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "localhost", "x", "x", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL must be an http:// or https:// address")]
    [InlineData("Dashboard:TelemetryLimits:MaxTraceCount", "0", "x", "x", "MaxTraceCount")]
    [InlineData("Dashboard:Otlp:MaxRequestBytes", "1", "x", "x", "MaxRequestBytes")]
    public async Task Start_FailsAndNamesTheSetting_WhenItIsWrong(string name, string value, string alsoName, string alsoValue, string expected)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => DashboardServer.StartAsync(new() { [name] = value, [alsoName] = alsoValue }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(DashboardServer server, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/models") { Headers = { { "Cookie", cookie } } };
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
