namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project.</summary>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>The https endpoint that a launch profile implies; the published container does not listen on it.</summary>
    internal EndpointAnnotation? DefaultHttpsEndpoint { get; set; }
}
