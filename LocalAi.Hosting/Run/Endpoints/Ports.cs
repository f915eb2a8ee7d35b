using System.Net;
using System.Net.Sockets;

namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>TCP ports of the loopback interface.</summary>
internal sealed class Ports
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _given = [];

    /// <summary>A port that nothing listens on and that was not given to anybody else of this host.</summary>
    public int Next()
    {
        lock (_gate)
        {
            int port;
            do
            {
                port = AnyPort();
            }
            while (!_given.Add(port) || !IsFree(port));
            return port;
        }
    }

    /// <summary>Whether a server on this machine could listen on the port, on IPv4 and, where there is one, on IPv6 loopback.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static int AnyPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // The kernel knows IPv6 but this machine has no such loopback address: nothing else can be there either.
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
