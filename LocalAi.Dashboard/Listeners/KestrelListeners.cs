using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Listeners;

/// <summary>Opens the three ports, and marks each connection with the port's purpose.</summary>
internal sealed class KestrelListeners(IOptions<ListenerOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        foreach (var (kind, _, url) in options.Value.All())
        {
            var address = ListenerOptions.Parse(url)!;
            if (ListenerOptions.IsLoopback(address.Host) && !IPAddress.TryParse(address.Host.Trim('[', ']'), out _) && address.Port != 0)
            {
                kestrel.ListenLocalhost(address.Port, listen => Mark(listen, kind));
            }
            else
            {
                kestrel.Listen(ToIpAddress(address.Host), address.Port, listen => Mark(listen, kind));
            }
        }
    }

    private static void Mark(ListenOptions listen, ListenerKind kind)
    {
        var feature = new Listener(kind);
        listen.Protocols = kind == ListenerKind.OtlpGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    private static IPAddress ToIpAddress(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : ListenerOptions.IsLoopback(host) ? IPAddress.Loopback
        : IPAddress.IPv6Any;
}
