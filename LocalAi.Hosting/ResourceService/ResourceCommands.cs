using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.ResourceService;

/// <summary>Runs a resource's commands for a dashboard.</summary>
internal sealed partial class ResourceCommands(
    ResourceNotificationService notifications, ResourceLoggerService consoles, IServiceProvider services, ILogger<ResourceCommands> logger)
{
    /// <summary>Runs a command. What goes wrong is in the answer, never an exception.</summary>
    /// <param name="instanceName">The resource, or one of its instances.</param>
    /// <param name="commandName">The command's name.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    public async Task<ResourceCommandResponse> ExecuteAsync(string instanceName, string commandName, CancellationToken cancellationToken)
    {
        if (!notifications.TryGetCurrentState(instanceName, out var current))
        {
            return Failed($"There is no resource '{instanceName}'.");
        }

        if (current.Resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(command => command.Name == commandName) is not { } command)
        {
            return Failed($"The resource '{instanceName}' has no command '{commandName}'.");
        }

        if (command.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = current.Snapshot, ServiceProvider = services }) != Aspire.Hosting.ApplicationModel.ResourceCommandState.Enabled)
        {
            return Failed($"The command '{commandName}' cannot be run while '{instanceName}' is in the state {current.Snapshot.State?.Text ?? "Unknown"}.");
        }

        try
        {
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = services,
                ResourceName = instanceName,
                CancellationToken = cancellationToken,
                Logger = consoles.GetLogger(instanceName),
            });
            return result switch
            {
                { Success: true } => new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded },
                { Canceled: true } => new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Cancelled },
                _ => Failed(result.ErrorMessage ?? "The command failed."),
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Cancelled };
        }
        catch (Exception exception)
        {
            // A command is the app host's code; its failure is the user's to see and must not end the call to the host.
            LogFailed(exception, commandName, instanceName);
            return Failed(exception.Message);
        }
    }

    private static ResourceCommandResponse Failed(string message) =>
        new() { Kind = ResourceCommandResponseKind.Failed, ErrorMessage = message, Message = message };

    [LoggerMessage(LogLevel.Warning, "The command '{Command}' of '{Resource}' failed")]
    private partial void LogFailed(Exception exception, string command, string resource);
}
