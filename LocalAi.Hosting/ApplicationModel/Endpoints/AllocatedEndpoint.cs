namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address at which an endpoint is reached from a network.</summary>
public class AllocatedEndpoint
{
    /// <summary>An address on this machine's network.</summary>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? containerHostAddress = null, string? targetPortExpression = null)
        : this(endpoint, address, port, EndpointBindingMode.SingleAddress, targetPortExpression) =>
        ContainerHostAddress = containerHostAddress;

    /// <summary>An address on a network.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">Host name or IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="bindingMode">Which addresses are listened on.</param>
    /// <param name="targetPortExpression">The port the resource itself listens on, where the host chose it.</param>
    /// <param name="networkID">The network that the address is for; this machine's by default.</param>
    public AllocatedEndpoint(
        EndpointAnnotation endpoint,
        string address,
        int port,
        EndpointBindingMode bindingMode,
        string? targetPortExpression = null,
        NetworkIdentifier? networkID = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
        BindingMode = bindingMode;
        TargetPortExpression = targetPortExpression;
        NetworkID = networkID ?? KnownNetworkIdentifiers.LocalhostNetwork;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>Host name or IP address.</summary>
    public string Address { get; }

    /// <summary>The name by which containers reach this machine, if it was given.</summary>
    public string? ContainerHostAddress { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Which addresses are listened on.</summary>
    public EndpointBindingMode BindingMode { get; }

    /// <summary>The port the resource itself listens on, where the host chose it.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The network that the address is for.</summary>
    public NetworkIdentifier NetworkID { get; }

    /// <summary>The scheme.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary><c>host:port</c>.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary><c>scheme://host:port</c>.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc/>
    public override string ToString() => UriString;
}
