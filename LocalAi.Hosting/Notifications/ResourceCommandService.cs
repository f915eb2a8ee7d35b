using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs the commands of resources.</summary>
public partial class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _consoles;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService consoles, IServiceProvider services) =>
        (_notifications, _consoles, _services) = (notifications, consoles, services);

    /// <summary>Runs a command of a resource, or of the instance with that name. What goes wrong is in the result.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        if (!_notifications.TryGetCurrentState(resourceId, out var current))
        {
            return CommandResults.Failure($"Resource '{resourceId}' not found.");
        }

        if (current.Resource.Annotations.OfType<ResourceCommandAnnotation>().SingleOrDefault(command => command.Name == commandName) is not { } command)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resourceId}'.");
        }

        var logger = _consoles.GetLogger(resourceId);
        try
        {
            return await command.ExecuteCommand(new ExecuteCommandContext
            {
                ResourceName = resourceId,
                ServiceProvider = _services,
                CancellationToken = cancellationToken,
                Logger = logger,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception exception)
        {
            // Commands are the app host's code; whatever they throw is a failed command.
            LogFailed(logger, exception, commandName);
            return CommandResults.Failure("Unhandled exception thrown.");
        }
    }

    [LoggerMessage(LogLevel.Error, "Error executing command '{CommandName}'.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string commandName);
}
