using Grpc.Core;
using LocalAi.Dashboard.Listeners;
using LocalAi.Dashboard.Security;

namespace LocalAi.Dashboard.Resources;

/// <summary><c>GET /download/console/{name}</c>: what the resource printed so far, as text.</summary>
internal static class ConsoleDownload
{
    public static void MapConsoleDownload(this IEndpointRouteBuilder routes) => routes
        .MapGet("/download/console/{name}", Download)
        .RequireAuthorization(SecurityExtensions.FrontendPolicy)
        .OnlyOn(ListenerKind.Frontend);

    private static IResult Download(string name, ResourceServiceClient client, ResourceBoard board, CancellationToken cancellationToken)
    {
        if (board.Find(name) is not { } resource)
        {
            return TypedResults.Problem($"The host has no resource '{name}'.", statusCode: 404, title: "Unknown resource");
        }

        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream);
                try
                {
                    await foreach (var lines in client.WatchConsoleAsync(resource.Name, follow: false, cancellationToken))
                    {
                        foreach (var line in lines)
                        {
                            await writer.WriteLineAsync(line.Text.AsMemory(), cancellationToken);
                        }
                    }
                }
                catch (RpcException error) when (error.StatusCode != StatusCode.Cancelled)
                {
                    await writer.WriteLineAsync($"[{ResourceServiceClient.Explain(error)}]");
                }
            },
            "text/plain; charset=utf-8",
            $"{ResourceBoard.DisplayName(resource)}.log");
    }
}
