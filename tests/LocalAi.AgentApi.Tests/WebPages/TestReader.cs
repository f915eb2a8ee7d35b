using System.Net;
using LocalAi.AgentApi.WebPages;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tests.WebPages;

/// <summary>A reader for which every name is one of this machine, but for two.</summary>
internal static class TestReader
{
    public static PageReader Create(
        WebPageOptions? options = null, PageConnections.NameResolver? resolve = null, PageConnections.Connector? connect = null)
    {
        var set = Options.Create(options ?? new());
        return new PageReader(new PageConnections(set, resolve ?? ResolveAsync, connect ?? PageConnections.ConnectAsync), set);
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(host switch
    {
        "metadata.example" => [IPAddress.Parse("169.254.169.254")],
        "mixed.example" => [IPAddress.Parse("203.0.114.1"), IPAddress.Loopback],
        _ => [IPAddress.Loopback],
    });
}
