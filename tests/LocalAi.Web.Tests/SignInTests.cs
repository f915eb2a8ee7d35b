using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Web.Tests;

public sealed partial class SignInTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_AreForPeopleWhoSignedIn()
    {
        await using var factory = Start();
        using var browser = Browser(factory);

        using var page = await GetPageAsync(browser, "/models?tab=1");
        using var connection = await browser.PostAsync("/_blazor/negotiate", null, Token);
        using var style = await browser.GetAsync("/access.css", Token);
        using var health = await browser.GetAsync("/health", Token);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Fmodels%3Ftab%3D1"), (page.StatusCode, page.Headers.Location?.ToString()));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK),
            (connection.StatusCode, style.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task SignIn_SetsACookieThatOnlyThisSiteAndTlsGet_AndOpensThePages()
    {
        await using var factory = Start();
        using var browser = Browser(factory);

        using var answer = await SignInAsync(browser, Password, "/models");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("__Host-LocalAi=", StringComparison.Ordinal));
        using var page = await GetPageAsync(browser, "/models");
        using var left = await browser.PostAsync("/sign-out", null, Token);
        using var after = await GetPageAsync(browser, "/models");

        Assert.Equal((HttpStatusCode.Redirect, "/models"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal("path=/; secure; samesite=strict; httponly", string.Join("; ", cookie.Split("; ")[1..]));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect), (page.StatusCode, left.StatusCode, after.StatusCode));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task SignIn_LeadsNowhereElse(string returnUrl)
    {
        await using var factory = Start();
        using var browser = Browser(factory);

        using var answer = await SignInAsync(browser, Password, returnUrl);

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Address_IsLockedOutAfterTooManyWrongPasswords_AndOthersAreNot()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var factory = Start(time);
        using var browser = Browser(factory);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var wrong = await SignInAsync(browser, "wrong", "/", "203.0.113.7");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.Contains("That is not the password", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var right = await SignInAsync(browser, Password, "/", "203.0.113.7");
        using var other = await SignInAsync(browser, Password, "/", "203.0.113.8");
        time.Advance(TimeSpan.FromMinutes(15));
        using var later = await SignInAsync(browser, Password, "/", "203.0.113.7");

        Assert.Equal((HttpStatusCode.TooManyRequests, "900"), (right.StatusCode, right.Headers.RetryAfter?.ToString()));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (other.StatusCode, later.StatusCode));
    }

    [Fact]
    public async Task SignIn_IsShown_WithoutTlsToo()
    {
        await using var factory = Start();
        using var browser = factory.CreateClient(new() { BaseAddress = new Uri("http://localhost"), AllowAutoRedirect = false });

        Assert.Contains("name=\"password\"", await browser.GetStringAsync("/sign-in", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_NeedsTheFormOfThisSite()
    {
        await using var factory = Start();
        using var browser = Browser(factory);
        using var form = new FormUrlEncodedContent([new("password", Password)]);

        using var answer = await browser.PostAsync("/sign-in", form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], cookie => cookie.StartsWith("__Host-LocalAi=", StringComparison.Ordinal));
        Assert.Contains("Try once more", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SaysWhichSettingIsWrong()
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder
            .UseSetting("Web:Password", "short").UseSetting("Web:LockoutMinutes", "0"));

        var exception = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => factory.Server);

        Assert.Equal(
            ["Web:LockoutMinutes is 0; allowed are 1 to 1440.", "Web:Password is too short: it needs at least 12 characters."],
            exception.Failures);
    }

    private static WebApplicationFactory<Program> Start(TimeProvider? time = null) => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseSetting("Web:Password", Password).UseSetting("Web:SignInAttempts", "3");
        if (time is not null)
        {
            builder.ConfigureServices(services => services.AddSingleton(time));
        }
    });

    private static HttpClient Browser(WebApplicationFactory<Program> factory) =>
        factory.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });

    private static async Task<HttpResponseMessage> GetPageAsync(HttpClient browser, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        return await browser.SendAsync(request, Token);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password, string returnUrl, string? address = null)
    {
        var page = await browser.GetStringAsync("/sign-in", Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(
            [
                new("password", password), new("returnUrl", returnUrl), new("__RequestVerificationToken", Antiforgery().Match(page).Groups[1].Value),
            ]),
        };
        if (address is not null)
        {
            request.Headers.Add("X-Forwarded-For", address);
        }

        return await browser.SendAsync(request, Token);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
