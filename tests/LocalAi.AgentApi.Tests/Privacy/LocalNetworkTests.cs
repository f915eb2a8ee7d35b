using System.Net;
using LocalAi.AgentApi.Privacy;

namespace LocalAi.AgentApi.Tests.Privacy;

public sealed class LocalNetworkTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.20", true)]
    [InlineData("::ffff:192.168.1.20", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    public void Contains_IsThisMachineAndItsNetwork(string address, bool expected) => Assert.Equal(expected, LocalNetwork.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("127.0.0.1", "93.184.216.34")]
    public async Task Connector_RefusesANameThatResolvesElsewhere_EvenInPart(params string[] addresses)
    {
        var connector = new LocalConnector((_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = connector.ConnectAsync });

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://models.example/"), TestContext.Current.CancellationToken));

        Assert.Equal("'models.example' is not on this machine or its network, and Privacy:LocalOnly lets nothing leave. Set it to false to use it (for the stack: LocalAi:Privacy:LocalOnly).", Assert.IsType<NotLocalException>(exception.InnerException).Message);
    }
}
