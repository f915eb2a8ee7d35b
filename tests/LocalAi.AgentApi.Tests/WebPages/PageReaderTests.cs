using System.Net;
using LocalAi.AgentApi.WebPages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tests.WebPages;

/// <summary>What may be read, and what is read of it.</summary>
public sealed class PageReaderTests
{
    private const string Article = """
        <!doctype html><html><head><title>Opening hours - Example Ltd</title><style>p{}</style></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop now, everything must go</a></li></ul></nav>
        <article><h1>Opening hours</h1>
        <p>The office in Graz opens at nine in the morning and closes at five, from Monday to Thursday. On Friday it closes at noon, because nobody comes after lunch, as several years of counting have shown.</p>
        <p>The office in Linz opens at ten. It is closed on public holidays, of which Austria has thirteen, and on the twenty-fourth of December, which is none, but on which no customer has ever been seen.</p>
        <p>Whoever comes outside these hours can ring the bell at the back of the house, where the caretaker will take parcels and letters, though no questions, until eight in the evening.</p>
        </article><aside>Advertisement: buy our calendar</aside><script>track()</script><footer>Imprint</footer></body></html>
        """;

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
        using var reader = Reader();

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
        using var reader = Reader();

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
        using var reader = Reader(new() { PrivateHosts = ["open.example"], DeniedHosts = ["denied.example"] });

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
        using var reader = Reader(new() { PrivateHosts = ["open.example"], MaxRedirects = 3 });

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
        using var reader = Reader(
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
        using var reader = Reader(new() { AllowedHosts = ["open.example"], DeniedHosts = ["private.open.example"], PrivateHosts = ["example"] });

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

    [Fact]
    public async Task Article_IsReadWithoutMenusAndScripts()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Article);
        });
        using var reader = Reader(new() { PrivateHosts = ["open.example"] });

        var page = await reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken);

        Assert.StartsWith("Opening hours", page.Title, StringComparison.Ordinal);
        Assert.Contains("The office in Linz opens at ten.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("track()", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Shop now", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Advertisement", page.Text, StringComparison.Ordinal);
        Assert.False(page.Cut);
    }

    [Fact]
    public async Task Page_IsCut_WhenItIsLargerThanAllowed_UnpackedToo()
    {
        await using var site = await WebSite.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[64 << 20].AsMemory(), context.RequestAborted);
        });
        using var reader = Reader(new() { PrivateHosts = ["open.example"], MaxBytes = 4096 });

        var page = await reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken);

        Assert.Equal((4096, true), (page.Text.Length, page.Cut));
    }

    [Theory]
    [InlineData("image/png", 200)]
    [InlineData("application/octet-stream", 200)]
    [InlineData("text/html", 404)]
    [InlineData("text/html", 500)]
    public async Task Page_IsRefused_WhenThereIsNoTextToRead(string type, int status)
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync("x");
        });
        using var reader = Reader(new() { PrivateHosts = ["open.example"] });

        await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_IsRefused_WhenItNeverEnds()
    {
        await using var site = await WebSite.StartAsync(async context =>
        {
            await context.Response.WriteAsync("a");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var reader = Reader(new() { PrivateHosts = ["open.example"], TimeoutSeconds = 1 });

        var refusal = await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken));

        Assert.EndsWith("took longer than 1 s.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsRefused_WhenItIsNestedToExhaustTheReader()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync(string.Concat(Enumerable.Repeat("<div>", context.Request.Path == "/deep" ? 1_000 : 200_000)));
        });
        using var reader = Reader(new() { PrivateHosts = ["open.example"] });

        var refusal = await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken));
        var deep = await reader.ReadAsync($"http://open.example:{site.Port}/deep", TestContext.Current.CancellationToken);

        Assert.EndsWith("is nested too deeply to be a page for readers.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(deep.Text);
    }

    private static PageReader Reader(
        WebPageOptions? options = null, PageConnections.NameResolver? resolve = null, PageConnections.Connector? connect = null)
    {
        var set = Options.Create(options ?? new());
        return new PageReader(new PageConnections(set, resolve ?? ResolveAsync, connect ?? PageConnections.ConnectAsync), set);
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(host switch
    {
        "metadata.example" => [IPAddress.Parse("169.254.169.254")],
        "mixed.example" => [IPAddress.Parse("203.0.114.1"), IPAddress.Loopback],
        _ => [IPAddress.Loopback],
    });
}
