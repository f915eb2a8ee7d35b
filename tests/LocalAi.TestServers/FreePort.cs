using System.Net;
using System.Net.Sockets;

namespace LocalAi.TestServers;

/// <summary>Ports for servers that cannot be asked which port they chose.</summary>
public static class FreePort
{
    // Below the ports that systems take for outgoing connections (Linux: from 32768), which come and go at any moment.
    private const int First = 10_000;
    private const int Last = 31_999;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A TCP port on 127.0.0.1 that nothing listens on, and that this process has not been given before.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                // At random, since several test processes draw from the same ports.
                var port = Random.Shared.Next(First, Last + 1);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
