using System.Net;
using System.Net.Sockets;

namespace LocalAi.AgentApi.Privacy;

/// <summary>
/// Connects to addresses of <see cref="LocalNetwork"/> only. The check is on what the name resolved to and the connection goes to just those
/// addresses, so a name that resolves to something else a moment later changes nothing.
/// </summary>
internal sealed class LocalConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public LocalConnector()
        : this(Dns.GetHostAddressesAsync)
    {
    }

    /// <exception cref="NotLocalException">The name resolves to an address elsewhere.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await resolve(context.DnsEndPoint.Host, cancellationToken);
        if (!addresses.All(LocalNetwork.Contains))
        {
            throw new NotLocalException(context.DnsEndPoint.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
