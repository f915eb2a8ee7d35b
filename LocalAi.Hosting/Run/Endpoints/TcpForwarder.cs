using System.Net;
using System.Net.Sockets;

namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>
/// Listens on a resource's public port and passes each connection on to one of the ports where its processes listen, in turn.
/// A target that does not answer is skipped, so that a crashed replica costs its clients nothing.
/// </summary>
internal sealed class TcpForwarder : IAsyncDisposable
{
    // IP_FREEBIND of ip(7).
    private const int IpLevel = 0;
    private const int FreeBind = 15;

    private readonly TcpListener _listener;
    private readonly int[] _targets;
    private readonly Func<IPAddress, bool>? _isWelcome;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _turn;

    private TcpForwarder(TcpListener listener, IEnumerable<int> targets, Func<IPAddress, bool>? isWelcome)
    {
        _listener = listener;
        _targets = [.. targets];
        _isWelcome = isWelcome;
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Starts to listen on 127.0.0.1.</summary>
    /// <param name="port">0 for any free port.</param>
    /// <param name="targets">Ports on the loopback interface.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static TcpForwarder Start(int port, IEnumerable<int> targets) => Start(new IPEndPoint(IPAddress.Loopback, port), targets, isWelcome: null);

    /// <summary>Starts to listen on an address of this machine.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="targets">Ports on the loopback interface.</param>
    /// <param name="isWelcome">Whose connections are taken; null takes every one.</param>
    /// <param name="isToCome">Whether the address may become one of this machine only later; Linux alone can wait for it.</param>
    /// <exception cref="SocketException">The address is in use, or not one of this machine.</exception>
    public static TcpForwarder Start(IPEndPoint address, IEnumerable<int> targets, Func<IPAddress, bool>? isWelcome, bool isToCome = false)
    {
        var listener = new TcpListener(address);
        if (isToCome)
        {
            listener.Server.SetRawSocketOption(IpLevel, FreeBind, BitConverter.GetBytes(1));
        }

        listener.Start();
        return new TcpForwarder(listener, targets, isWelcome);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(task => task.IsCompleted);
                if (_isWelcome is not null && !_isWelcome(((IPEndPoint)client.RemoteEndPoint!).Address))
                {
                    client.Dispose();
                    continue;
                }

                open.Add(ForwardAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using (client)
        {
            using var server = await ConnectAsync();
            if (server is null)
            {
                return;
            }

            client.NoDelay = server.NoDelay = true;
            await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        for (var attempt = 0; attempt < _targets.Length; attempt++)
        {
            var target = _targets[(uint)Interlocked.Increment(ref _turn) % (uint)_targets.Length];
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await server.ConnectAsync("localhost", target, _stop.Token);
                return server;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }

            // The sender is done; what comes back may still take a while.
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
