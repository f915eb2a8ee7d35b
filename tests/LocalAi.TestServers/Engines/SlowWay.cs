using System.Net;
using System.Net.Sockets;

namespace LocalAi.TestServers.Engines;

/// <summary>Passes connections on to another loopback port: what comes back trickles until the brake is off.</summary>
internal sealed class SlowWay : IAsyncDisposable
{
    private const int PieceBytes = 32 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _fast = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private Task _accepting = Task.CompletedTask;

    private SlowWay(int target) => _target = target;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static SlowWay Start(int target)
    {
        var way = new SlowWay(target);
        way._listener.Start();
        way._accepting = way.AcceptAsync();
        return way;
    }

    public void HurryUp() => _fast.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), TrickleAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone, or the test is over.
        }
    }

    private async Task TrickleAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[PieceBytes];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            await Task.WhenAny(_fast.Task, Task.Delay(Pause, _stop.Token));
        }
    }
}
