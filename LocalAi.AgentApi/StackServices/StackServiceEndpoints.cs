using System.Net.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.StackServices;

/// <summary><c>GET /api/services</c>: every service of the stack, asked at this moment whether it is up.</summary>
internal static class StackServiceEndpoints
{
    public const string HttpClientName = "stack-services";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddStackServices(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StackOptions>().BindConfiguration(StackOptions.SectionName);
#pragma warning disable EXTEXP0001 // Retries would hide for seconds that a service is down.
        builder.Services.AddHttpClient(HttpClientName).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    public static RouteGroupBuilder MapStackServices(this IEndpointRouteBuilder routes)
    {
        var services = routes.MapGroup("/api/services").WithTags("Services");
        services.MapGet("/", ListAsync).WithSummary("Lists the services of the stack and whether they are up");
        return services;
    }

    private static async Task<Ok<StackServiceList>> ListAsync(IOptionsMonitor<StackOptions> options, IHttpClientFactory clients, CancellationToken cancellationToken) =>
        TypedResults.Ok(new StackServiceList(await Task.WhenAll(options.CurrentValue.Services.Select(service => AskAsync(service, clients, cancellationToken)))));

    private static async Task<StackService> AskAsync(StackServiceOptions service, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        var state = service.Source == StackService.Off ? StackService.Off
            : await IsUpAsync(service.Health, clients, cancellationToken) ? StackService.Up
            : StackService.Down;
        return new(service.Name, state, service.Source, NonEmpty(service.Reason), NonEmpty(service.Remedy), NonEmpty(service.Link), service.Uses);
    }

    private static async Task<bool> IsUpAsync(string health, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            if (Uri.TryCreate(health, UriKind.Absolute, out var address) && address.Scheme == "tcp")
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address.Host, address.Port, limit.Token);
                return true;
            }

            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.GetAsync(address, limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string? NonEmpty(string text) => text.Length == 0 ? null : text;
}
