namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many instances of a resource run.</summary>
public class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>The number of instances.</summary>
    public int Replicas { get; } = replicas;
}
