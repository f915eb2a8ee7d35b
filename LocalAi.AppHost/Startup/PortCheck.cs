using System.Net;
using System.Net.Sockets;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Startup;

/// <summary>Finds out before anything starts whether another program holds a port that the stack needs.</summary>
internal static class PortCheck
{
    /// <summary>One line for each port in use, naming the setting that moves the service elsewhere.</summary>
    public static IReadOnlyList<string> Problems(IEnumerable<IResource> resources) =>
    [
        .. from resource in resources
           where resource is ProjectResource or ExecutableResource
           from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
           where endpoint.Port is { } port && IsInUse(port)
           select $"Port {endpoint.Port} of {resource.Name} is in use by another program. Set {LocalAiOptions.SectionName}:Services:{resource.Name}:Port to a free port, or end that program.",
    ];

    private static bool IsInUse(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Kestrel and Postgres set SO_REUSEADDR too: connections in TIME_WAIT are not a program that listens.
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(1);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
