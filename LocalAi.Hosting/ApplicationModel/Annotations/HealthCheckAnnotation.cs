namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check that says whether a resource is healthy.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name of the registered check.</summary>
    public string Key { get; } = key;
}
