namespace Aspire.Hosting.Eventing;

/// <summary>How subscribers are called.</summary>
public enum EventDispatchBehavior
{
    /// <summary>One after the other; the publisher waits.</summary>
    BlockingSequential,

    /// <summary>At once; the publisher waits.</summary>
    BlockingConcurrent,
}
