using LocalAi.AgentApi.WebPages;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.WebPages;

/// <summary>What is read of a page.</summary>
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

    [Fact]
    public async Task Article_IsReadWithoutMenusAndScripts()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Article);
        });
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"] });

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
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"], MaxBytes = 4096 });

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
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"] });

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
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"], TimeoutSeconds = 1 });

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
        using var reader = TestReader.Create(new() { PrivateHosts = ["open.example"] });

        var refusal = await Assert.ThrowsAsync<PageRefusedException>(() => reader.ReadAsync($"http://open.example:{site.Port}/", TestContext.Current.CancellationToken));
        var deep = await reader.ReadAsync($"http://open.example:{site.Port}/deep", TestContext.Current.CancellationToken);

        Assert.EndsWith("is nested too deeply to be a page for readers.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(deep.Text);
    }
}
