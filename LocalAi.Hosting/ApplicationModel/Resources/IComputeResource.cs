namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that runs code and can be deployed to a compute environment.</summary>
public interface IComputeResource : IResource;
