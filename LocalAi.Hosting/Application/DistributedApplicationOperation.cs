namespace Aspire.Hosting;

/// <summary>What is done with an application.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It is started on this machine.</summary>
    Run,

    /// <summary>It is described for a deployment.</summary>
    Publish,
}
