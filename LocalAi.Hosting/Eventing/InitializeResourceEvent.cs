using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that no host starts by itself may begin its own life.</summary>
public class InitializeResourceEvent(
    IResource resource, IDistributedApplicationEventing eventing, ILogger logger, ResourceNotificationService notifications, IServiceProvider services)
    : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Events of the application's life.</summary>
    public IDistributedApplicationEventing Eventing { get; } = eventing;

    /// <summary>The resource's log.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>States of the resources.</summary>
    public ResourceNotificationService Notifications { get; } = notifications;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; } = services;
}
