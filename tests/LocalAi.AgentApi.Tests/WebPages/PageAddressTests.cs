using System.Net;
using LocalAi.AgentApi.WebPages;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.WebPages;

/// <summary>Which addresses may be read, and that nothing else is connected to.</summary>
public sealed class PageAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://localhost.:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f000001:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://017700000001:PORT/")]
    [InlineData("http://127.1:PORT/")]
    [InlineData("http://0:PORT/")]
    [InlineData("http://0.0.0.0:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]:PORT/")]
    [InlineData("http://[64:ff9b::7f00:1]:PORT/")]
    [InlineData("http://[::127.0.0.1]:PORT/")]
    [InlineData("http://①②⑦.⓪.⓪.①:PORT/")]
    [InlineData("http://inside.example:PORT/")]
    [InlineData("http://mixed.example:PORT/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://metadata.example/computeMetadata/v1/")]
    public async Task Page_IsRefused_WhenItIsInside(string url)
    {
        await using var site = await WebSite.StartAsync(context => context.Response.WriteAsync("secret"));
        using var reader = TestReader.Create();

        var refusal = await Assert.ThrowsAsync<PageRefusedException>(
            () => reader.ReadAsync(url.Replace("PORT", $"{site.Port}", StringComparison.Ordinal), TestContext.Current.CancellationToken));

        Assert.Contains("on this machine or a private network, which pages may not be read from", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(site.Requests);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://open.example/")]
    [InlineData("gopher://open.example/")]
    [InlineData("data:text/html,hello")]
    [InlineData("//open.example/")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("http://user:password@open.example/")]
    public async Task Page_IsRefused_WhenItsAddressIsNoPages(string url)
    {
        using var reader = TestReader.Create();

        await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync(url, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/inside")]
    [InlineData("http://inside.example:PORT/inside")]
    [InlineData("//[::1]:PORT/inside")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://denied.example:PORT/inside")]
    public async Task Redirect_IsCheckedLikeTheFirstAddress(string location)
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.Redirect(location.Replace("PORT", $"{context.Request.Host.Port}", StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"], DeniedHosts = ["denied.example"] });

        await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/first", TestContext.Current.CancellationToken));

        Assert.Equal(["/first"], site.Requests);
    }

    [Fact]
    public async Task Redirects_AreFollowed_UpToALimit()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            var step = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            if (step == 0)
            {
                return context.Response.WriteAsync("arrived");
            }

            context.Response.Redirect($"/{step - 1}");
            return Task.CompletedTask;
        });
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"], MaxRedirects = 3 });

        var page = await reader.ReadAsync($"http://open.example:{site.Port}/3", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/4", TestContext.Current.CancellationToken));

        Assert.Equal(("arrived", $"http://open.example:{site.Port}/0"), (page.Text, page.Url.AbsoluteUri));
        Assert.EndsWith("redirects more than 3 times.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_GoesToTheAddressThatWasChecked_WhenTheNameChangesMeanwhile()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("public");
        });
        var outside = IPAddress.Parse("203.0.114.1");
        var answers = new Queue<IPAddress>([outside, IPAddress.Loopback]);
        var connected = new List<IPAddress>();
        using var reader = TestReader.Create(
            resolve: (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]),
            // Stands for the internet, which a test has none of.
            connect: (addresses, port, cancellationToken) =>
            {
                connected.AddRange(addresses);
                return PageConnections.ConnectAsync([IPAddress.Loopback], port, cancellationToken);
            });

        var page = await reader.ReadAsync($"http://rebinding.example:{site.Port}/", TestContext.Current.CancellationToken);

        // Looked up once, and connected to what was looked up.
        Assert.Equal("public", page.Text);
        Assert.Equal([outside], connected);
        Assert.Single(answers);
        var refusal = await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://rebinding.example:{site.Port}/", TestContext.Current.CancellationToken));
        Assert.Contains("rebinding.example is at 127.0.0.1", refusal.Message, StringComparison.Ordinal);
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData("open.example", true)]
    [InlineData("www.open.example", true)]
    [InlineData("notopen.example", false)]
    [InlineData("open.example.evil.example", false)]
    [InlineData("private.open.example", false)]
    public async Task Hosts_AreThoseAllowedAndNotDenied(string host, bool read)
    {
        await using var site = await WebSite.StartAsync(context => context.Response.WriteAsync("hello"));
        using var reader = TestReader.Create(new() { AllowedHosts = ["open.example"], DeniedHosts = ["private.open.example"], PrivateHosts = ["example"] });

        var reading = reader.ReadAsync($"http://{host}:{site.Port}/", TestContext.Current.CancellationToken);

        if (read)
        {
            Assert.Equal("hello", (await reading).Text);
        }
        else
        {
            await Assert.ThrowsAsync<PageRefusedException>(() => reading);
            Assert.Empty(site.Requests);
        }
    }
}
