using System.Net;
using System.Net.Sockets;
using LocalAi.Hosting.Run.Endpoints;

namespace LocalAi.Hosting.Tests.Run.Endpoints;

public sealed class TcpForwarderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_FlowBothWays_AndTheEndOfEachDirectionIsPassedOn()
    {
        using var echo = Listen();
        var serving = EchoAfterEndAsync(echo);
        await using var forwarder = TcpForwarder.Start(0, [PortOf(echo)]);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, forwarder.Port, Cancelled);
        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);

        var stream = client.GetStream();
        await stream.WriteAsync(sent, Cancelled);
        client.Client.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, Cancelled);

        Assert.Equal(sent, received.ToArray());
        await serving;
    }

    [Fact]
    public async Task Connections_GoToTheTargetsInTurn_AndSkipADeadOne()
    {
        using var one = Listen();
        using var two = Listen();
        var dead = Listen();
        var deadPort = PortOf(dead);
        dead.Dispose();
        _ = NameAsync(one, (byte)'1');
        _ = NameAsync(two, (byte)'2');
        await using var forwarder = TcpForwarder.Start(0, [PortOf(one), deadPort, PortOf(two)]);
        var answers = new List<char>();
        for (var connection = 0; connection < 6; connection++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, forwarder.Port, Cancelled);
            answers.Add((char)await ReadByteAsync(client));
        }

        Assert.Equal(['1', '2'], answers.Distinct().Order());
        Assert.Equal(6, answers.Count);
    }

    [Fact]
    public async Task Connection_IsClosed_WhenNoTargetAnswers()
    {
        var dead = Listen();
        var port = PortOf(dead);
        dead.Dispose();
        await using var forwarder = TcpForwarder.Start(0, [port]);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, forwarder.Port, Cancelled);

        Assert.Equal(-1, await ReadByteAsync(client));
    }

    [Fact]
    public void Port_IsNotFree_WhileSomethingListensOnIt()
    {
        using var listener = Listen();
        Assert.False(Ports.IsFree(PortOf(listener)));
    }

    [Fact]
    public void Port_IsNotFree_WhileSomethingListensOnEveryAddress()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        Assert.False(Ports.IsFree(PortOf(listener)));
    }

    [Fact]
    public void GivenPorts_AreDistinctAndFree()
    {
        var ports = new Ports();
        var given = Enumerable.Range(0, 50).Select(_ => ports.Next()).ToList();
        Assert.Equal(50, given.Distinct().Count());
        Assert.All(given, port => Assert.True(Ports.IsFree(port)));
    }

    private static async Task<int> ReadByteAsync(TcpClient client)
    {
        var buffer = new byte[1];
        return await client.GetStream().ReadAsync(buffer, Cancelled) == 0 ? -1 : buffer[0];
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task EchoAfterEndAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancelled);
        using var all = new MemoryStream();
        await client.GetStream().CopyToAsync(all, Cancelled);
        all.Position = 0;
        await all.CopyToAsync(client.GetStream(), Cancelled);
    }

    private static async Task NameAsync(TcpListener listener, byte name)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(Cancelled);
            client.GetStream().WriteByte(name);
        }
    }
}
