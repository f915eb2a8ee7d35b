using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using LocalAi.Hosting.ResourceService;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Resources;

/// <summary>Speaks Aspire's resource-service protocol to the host.</summary>
internal sealed class ResourceServiceClient : IDisposable
{
    private const string KeyHeader = "x-resource-service-api-key";
    private readonly GrpcChannel? _channel;
    private readonly DashboardService.DashboardServiceClient? _client;
    private readonly Metadata _headers = [];

    public ResourceServiceClient(IOptions<ResourceServiceOptions> options)
    {
        if (!options.Value.IsConfigured)
        {
            return;
        }

        // Pings keep a quiet stream alive, and notice a host that vanished without a word.
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        _channel = GrpcChannel.ForAddress(options.Value.EndpointUrl, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _client = new DashboardService.DashboardServiceClient(_channel);
        if (options.Value.KeyToSend is { } key)
        {
            _headers.Add(KeyHeader, key);
        }
    }

    public bool IsConfigured => _client is not null;

    public async Task<string> GetApplicationNameAsync(CancellationToken cancellationToken) =>
        (await Client.GetApplicationInformationAsync(new ApplicationInformationRequest(), _headers, cancellationToken: cancellationToken)).ApplicationName;

    public async IAsyncEnumerable<WatchResourcesUpdate> WatchAsync(bool isReconnect, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = Client.WatchResources(new WatchResourcesRequest { IsReconnect = isReconnect }, _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return update;
        }
    }

    /// <summary>The resource's console, batch by batch: what there is, then what comes, unless <paramref name="follow"/> is false.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ConsoleLogLine>> WatchConsoleAsync(
        string resource, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new WatchResourceConsoleLogsRequest { ResourceName = resource, SuppressFollow = !follow };
        using var call = Client.WatchResourceConsoleLogs(request, _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return update.LogLines;
        }
    }

    public async Task<ResourceCommandResponse> ExecuteAsync(Resource resource, ResourceCommand command, CancellationToken cancellationToken)
    {
        var request = new ResourceCommandRequest
        {
            CommandName = command.Name,
            ResourceName = resource.Name,
            ResourceType = resource.ResourceType,
            Parameter = command.Parameter,
        };
        try
        {
            return await Client.ExecuteResourceCommandAsync(request, _headers, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode != StatusCode.Cancelled)
        {
            return new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Failed, ErrorMessage = Explain(error) };
        }
    }

    /// <summary>What went wrong with a call, for people.</summary>
    public static string Explain(RpcException error) => error.StatusCode switch
    {
        StatusCode.Unavailable => "The host does not answer.",
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => "The host refuses the key: check DASHBOARD__RESOURCESERVICECLIENT__APIKEY.",
        StatusCode.NotFound => "The host does not know this resource.",
        _ => $"The host answers {error.StatusCode}: {error.Status.Detail}",
    };

    public void Dispose() => _channel?.Dispose();

    private DashboardService.DashboardServiceClient Client =>
        _client ?? throw new InvalidOperationException($"{ResourceServiceOptions.EndpointKey} is not set: there is no host to ask.");
}
