using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.WebPages;

/// <summary>
/// Connects to web servers. A name is resolved once for a connection and the connection goes to the address that was checked, so that a name
/// that answers with another address the next time (DNS rebinding) gains nothing. No proxy is used: it would resolve by itself.
/// </summary>
internal sealed class PageConnections(IOptions<WebPageOptions> options, PageConnections.NameResolver resolve, PageConnections.Connector connect)
{
    /// <summary>Answers with the addresses of a host.</summary>
    internal delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);

    /// <summary>Connects to the first of the addresses that answers.</summary>
    internal delegate Task<Stream> Connector(IPAddress[] addresses, int port, CancellationToken cancellationToken);

    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        UseCookies = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "LocalAi (reads a page for its user)" }, { "Accept", "text/html, text/plain, application/json;q=0.8" } },
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']').TrimEnd('.'), context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (!WebPageOptions.Lists(options.Value.PrivateHosts, host) && Array.Find(addresses, address => !PublicAddress.Is(address)) is { } inside)
        {
            throw new PageRefusedException(
                $"{host} is at {inside}, on this machine or a private network, which pages may not be read from. "
                + $"An operator can allow it by {WebPageOptions.SectionName}:{nameof(WebPageOptions.PrivateHosts)}.");
        }

        return await connect(addresses, port, cancellationToken);
    }

    public static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
