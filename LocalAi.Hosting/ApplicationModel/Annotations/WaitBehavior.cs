namespace Aspire.Hosting.ApplicationModel;

/// <summary>What happens to a waiting resource when the one it waits for fails.</summary>
public enum WaitBehavior
{
    /// <summary>It keeps waiting.</summary>
    WaitOnResourceUnavailable,

    /// <summary>It fails too.</summary>
    StopOnResourceUnavailable,
}
