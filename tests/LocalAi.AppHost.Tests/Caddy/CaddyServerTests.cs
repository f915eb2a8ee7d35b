using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AppHost.Tests.Caddy;

/// <summary>What the real Caddy does with the Caddyfile, in front of a real server.</summary>
public sealed class CaddyServerTests : IAsyncLifetime
{
    private static readonly ReferenceExpression Nowhere = ReferenceExpression.Create($"");
    private static readonly CaddySite[] Sites =
    [
        new("", "web", Nowhere), new("n8n", "n8n", Nowhere, HiddenPaths: ["/metrics"]), new("ollama", "ollama", Nowhere, NeedsToken: true),
    ];

    private readonly WebApplication _upstream = Upstream();
    private string _upstreamUrl = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(RealServices.Run("caddy", ["version"]) != 0, "caddy is not installed: run eng/real-services.sh install");
        _upstreamUrl = $"http://127.0.0.1:{FreePort.Next()}";
        _upstream.Urls.Add(_upstreamUrl);
        _upstream.UseWebSockets();
        _upstream.MapGet("/socket", EchoAsync);
        _upstream.MapPost("/body", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync(Cancellation));
        _upstream.MapGet("/{**path}", (HttpContext context, string? path) =>
        {
            context.Response.Headers.XFrameOptions = path == "framed" ? "DENY" : default;
            return $"{context.Request.Method} {context.Request.Host.Host} {context.Request.Headers.Authorization} {context.Request.Headers["X-Forwarded-Proto"]} {path}";
        });
        await _upstream.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task Lan_IsTrusted_WhenItsAuthorityIs()
    {
        await using var caddy = await StartAsync(new() { Environment = StackEnvironment.Lan, Domain = "stack.test" });
        using var anybody = caddy.Client();
        using var authority = X509CertificateLoader.LoadCertificate(await anybody.GetByteArrayAsync(new Uri($"http://stack.test:{caddy.HttpPort}/ca.crt"), Cancellation));

        using var client = caddy.Client(authority);
        using var answer = await client.GetAsync(caddy.Address("n8n.stack.test", "/editor"), Cancellation);
        using var redirect = await client.GetAsync(new Uri($"http://stack.test:{caddy.HttpPort}/somewhere"), Cancellation);

        Assert.Equal("GET n8n.stack.test  https editor", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal("https://stack.test/somewhere", redirect.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Public_SendsSecurityHeaders_AndLeavesTheServicesOwn()
    {
        await using var caddy = await StartPublicAsync();
        using var client = caddy.Client();

        using var answer = await client.GetAsync(caddy.Address("stack.test", "/x"), Cancellation);
        using var framed = await client.GetAsync(caddy.Address("stack.test", "/framed"), Cancellation);

        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("SAMEORIGIN", Header(answer, "X-Frame-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Header(answer, "Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal("DENY", Header(framed, "X-Frame-Options"));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer s3cret2", HttpStatusCode.Unauthorized)]
    [InlineData("Basic s3cret", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer s3cret", HttpStatusCode.OK)]
    public async Task OpenedService_AnswersOnlyWithTheToken(string? authorization, HttpStatusCode expected)
    {
        await using var caddy = await StartPublicAsync();
        using var client = caddy.Client();
        client.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        using var answer = await client.GetAsync(caddy.Address("ollama.stack.test", "/api/tags"), Cancellation);

        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            // Neither the token nor the public name goes on.
            Assert.Equal("GET 127.0.0.1  https api/tags", await answer.Content.ReadAsStringAsync(Cancellation));
        }
        else
        {
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Service_HasNoHostName_UnlessItIsASite()
    {
        await using var caddy = await StartPublicAsync();
        using var client = caddy.Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(caddy.Address("postgres.stack.test"), Cancellation));
        using var hidden = await client.GetAsync(caddy.Address("n8n.stack.test", "/metrics"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task WebhooksAndWebSockets_PassThrough_AndTooMuchDoesNot()
    {
        await using var caddy = await StartPublicAsync();
        using var client = caddy.Client();

        using var webhook = await client.PostAsync(caddy.Address("n8n.stack.test", "/body"), new StringContent("event"), Cancellation);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"wss://n8n.stack.test:{caddy.HttpsPort}/socket"), new HttpMessageInvoker(caddy.Handler()), Cancellation);
        await socket.SendAsync(Encoding.UTF8.GetBytes("ping"), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, Cancellation);

        Assert.Equal("event", await webhook.Content.ReadAsStringAsync(Cancellation));
        Assert.False(await TakesAsync(client, caddy.Address("n8n.stack.test", "/body"), bytes: 110_000_000));
        Assert.Equal("ping", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    private static async Task<bool> TakesAsync(HttpClient client, Uri address, int bytes)
    {
        try
        {
            using var answer = await client.PostAsync(address, new ByteArrayContent(new byte[bytes]), Cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Cut off while it was still sending.
            return false;
        }
    }

    private static WebApplication Upstream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // More than Caddy lets through.
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        return builder.Build();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, Cancellation);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private Task<CaddyServer> StartPublicAsync() => StartAsync(new() { Environment = StackEnvironment.Public, Tls = TlsSetting.Internal, Domain = "stack.test" });

    private Task<CaddyServer> StartAsync(LocalAiOptions options) => CaddyServer.StartAsync(
        options,
        Sites,
        new Dictionary<string, string>([.. Sites.Select(site => KeyValuePair.Create(site.Variable, _upstreamUrl)), new("TOKEN_OLLAMA", "s3cret")]),
        Cancellation);
}
