namespace Aspire.Hosting.ApplicationModel;

/// <summary>A place that compute resources are published to, such as a compose file.</summary>
public interface IComputeEnvironmentResource : IResource;
