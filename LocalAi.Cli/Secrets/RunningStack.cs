using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using LocalAi.Hosting.ResourceService;

namespace LocalAi.Cli.Secrets;

/// <summary>The host that runs the stack on this machine, through the protocol that dashboards use.</summary>
internal sealed class RunningStack(int port, string key)
{
    private const string KeyHeader = "x-resource-service-api-key";
    private const string ChangePassword = "change-password";

    // A host that has just started serves its first resources before it listens here.
    private static readonly ServiceConfig Patient = new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 5,
                    InitialBackoff = TimeSpan.FromSeconds(0.5),
                    MaxBackoff = TimeSpan.FromSeconds(2),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };

    /// <exception cref="CommandFailedException">No host answers, or it could not do it; nothing has changed.</exception>
    public async Task ChangePasswordAsync(string parameter, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new() { ServiceConfig = Patient });
        var request = new ResourceCommandRequest { ResourceName = parameter, ResourceType = "Parameter", CommandName = ChangePassword };
        ResourceCommandResponse answer;
        try
        {
            answer = await new DashboardService.DashboardServiceClient(channel).ExecuteResourceCommandAsync(request, new Metadata { { KeyHeader, key } }, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            throw new CommandFailedException(
                $"No stack answers on port {port}. Start it first, since the password changes in the running database too; if it runs, name LocalAi:Services:resource-service:Port with --resource-service-port.", error);
        }
        catch (RpcException error)
        {
            throw new CommandFailedException($"The host on port {port} refuses: {error.Status.Detail} Does --data-directory belong to the stack that runs there?", error);
        }

        if (answer.Kind != ResourceCommandResponseKind.Succeeded)
        {
            throw new CommandFailedException(answer.HasErrorMessage ? answer.ErrorMessage : answer.Message);
        }
    }
}
