namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a container, a project, a parameter, a connection string.</summary>
public interface IResource
{
    /// <summary>The name, unique in the model regardless of case.</summary>
    string Name { get; }

    /// <summary>What is known about the resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
