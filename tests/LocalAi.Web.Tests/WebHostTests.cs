using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace LocalAi.Web.Tests;

public sealed class WebHostTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAnswer_ForbidsInlineScriptsAndForeignContent()
    {
        using var http = factory.CreateClient();
        foreach (var path in new[] { "/", "/chat.js", "/no/such/page", "/alive" })
        {
            using var response = await http.GetAsync(path, Token);

            Assert.Equal(
                "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
                Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Fact]
    public async Task Page_LoadsOnlyItsOwnAssets_AndHasNoInlineScript()
    {
        using var http = factory.CreateClient();

        var page = await http.GetStringAsync("/", Token);
        var document = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(page, Token);

        Assert.All(document.Scripts, script => Assert.False(string.IsNullOrEmpty(script.Source)));
        string?[] assets = [.. document.Scripts.Select(script => script.Source), .. document.QuerySelectorAll("link[href]").Select(link => link.GetAttribute("href"))];
        Assert.True(assets.Length >= 10);
        foreach (var asset in assets)
        {
            Assert.False(Uri.TryCreate(asset, UriKind.Absolute, out _), $"{asset} is not local.");
            using var response = await http.GetAsync("/" + asset, Token);
            Assert.True(response.IsSuccessStatusCode, $"{asset} is missing.");
        }
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/c/not-an-id")]
    public async Task UnknownPages_AreNotFound_WithAWayBack(string path)
    {
        using var http = factory.CreateClient();

        using var response = await http.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no such page", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_DoesNotNeedTheAgent()
    {
        using var http = factory.CreateClient();

        Assert.Equal("Healthy", await http.GetStringAsync("/health", Token));
        Assert.Equal("Healthy", await http.GetStringAsync("/alive", Token));
    }
}
