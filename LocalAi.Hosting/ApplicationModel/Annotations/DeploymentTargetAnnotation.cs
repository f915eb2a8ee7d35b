namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a compute resource becomes where it is deployed.</summary>
public sealed class DeploymentTargetAnnotation(IResource target) : IResourceAnnotation
{
    /// <summary>The resource of the deployment.</summary>
    public IResource DeploymentTarget { get; } = target;

    /// <summary>Where it is deployed.</summary>
    public IComputeEnvironmentResource? ComputeEnvironment { get; set; }
}
