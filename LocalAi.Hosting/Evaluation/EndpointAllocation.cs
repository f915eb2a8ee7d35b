using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Evaluation;

/// <summary>Gives an endpoint its addresses, which lets everything that waits for them go on.</summary>
internal static class EndpointAllocation
{
    /// <param name="resource">The resource that listens.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="port">The port on this machine that others use.</param>
    /// <param name="targetPort">The port the resource listens on, in its container if it has one.</param>
    public static void Allocate(IResource resource, EndpointAnnotation endpoint, int port, int targetPort)
    {
        var target = targetPort.ToString(CultureInfo.InvariantCulture);
        endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            KnownNetworkIdentifiers.DefaultAspireContainerNetwork,
            new AllocatedEndpoint(endpoint, ContainerNetworkName.For(resource), targetPort, EndpointBindingMode.SingleAddress, target, KnownNetworkIdentifiers.DefaultAspireContainerNetwork));
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port, EndpointBindingMode.SingleAddress, target, endpoint.DefaultNetworkID);
    }
}
