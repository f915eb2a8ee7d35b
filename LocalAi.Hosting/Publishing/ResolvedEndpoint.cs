using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Publishing;

/// <summary>An endpoint with the ports it is published with.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="TargetPort">The port the resource listens on; null where the deployment chooses it.</param>
/// <param name="Port">The port others use, if it was declared.</param>
internal sealed record ResolvedEndpoint(EndpointAnnotation Endpoint, int? TargetPort, int? Port);
