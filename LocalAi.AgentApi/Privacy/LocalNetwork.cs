using System.Net;

namespace LocalAi.AgentApi.Privacy;

/// <summary>Which addresses are this machine or its network: loopback, RFC 1918, and IPv6's unique local (RFC 4193) and link-local ones.</summary>
internal static class LocalNetwork
{
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || Networks.Any(network => network.Contains(plain));
    }
}
