using LocalAi.AgentApi.Privacy;
using Microsoft.SemanticKernel;
using ModelContextProtocol.Client;

namespace LocalAi.AgentApi.McpServers;

/// <summary>Keeps one MCP server connected; a server that goes away loses its tools until it is back.</summary>
internal sealed partial class McpConnection(
    string name, McpServerOptions options, bool localOnly, McpTools tools, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    /// <summary>A server that is still starting is no news: n8n takes a minute or two.</summary>
    private static readonly TimeSpan WarnAfter = TimeSpan.FromMinutes(3);

    private readonly ILogger<McpConnection> _logger = loggers.CreateLogger<McpConnection>();
    private long _awaySince = time.GetTimestamp();
    private string? _told;

    /// <summary>Ends when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await UseAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                // Not there yet, restarted, or answering nonsense: its tools are gone, the agent goes on without them.
                if (!stoppingToken.IsCancellationRequested)
                {
                    Tell(exception.GetBaseException());
                }
            }

            tools.Remove(name);
            await Task.Delay(ConnectAgainAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task UseAsync(CancellationToken cancellationToken)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        starting.CancelAfter(StartWithin);
        await using var client = await McpClient.CreateAsync(Transport(), cancellationToken: starting.Token);
        string? known = null;
        while (true)
        {
            var found = await client.ListToolsAsync(cancellationToken: cancellationToken);
            var names = string.Join(", ", found.Select(tool => tool.Name).Order(StringComparer.Ordinal));
            tools.Set(name, KernelPluginFactory.CreateFromFunctions(name, functions: found.Select(tool => tool.AsKernelFunction())), options.ReadOnly);
            (_told, _awaySince) = (null, time.GetTimestamp());
            if (names != known)
            {
                LogTools(name, names);
                known = names;
            }

            await Task.Delay(AskAgainAfter, time, cancellationToken);
        }
    }

    /// <summary>Once for each reason, and at once where waiting does not help.</summary>
    private void Tell(Exception reason)
    {
        if (reason.Message != _told && (reason is NotLocalException || time.GetElapsedTime(_awaySince) >= WarnAfter))
        {
            LogGone(name, reason.Message);
            _told = reason.Message;
        }
    }

    private IClientTransport Transport()
    {
        if (options.Command.Length == 0)
        {
            var handler = OutgoingConnections.Handler(localOnly);
            handler.AllowAutoRedirect = true;
            return new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = new Uri(options.Url),
                    Name = name,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = options.Token.Length == 0 ? null : new Dictionary<string, string> { ["Authorization"] = $"Bearer {options.Token}" },
                    ConnectionTimeout = ConnectWithin,
                },
                new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan },
                loggers,
                ownsHttpClient: true);
        }

        // Of the agent's own environment only what any program needs: the rest has connection strings and keys.
        var environment = StdioClientTransportOptions.GetDefaultEnvironmentVariables();
        foreach (var (variable, value) in options.Environment)
        {
            environment[variable] = value;
        }

        return new StdioClientTransport(
            new StdioClientTransportOptions
            {
                Name = name,
                Command = options.Command,
                Arguments = options.Arguments,
                InheritEnvironmentVariables = false,
                EnvironmentVariables = environment,
                ShutdownTimeout = TimeSpan.FromSeconds(2),
            },
            loggers);
    }

    [LoggerMessage(LogLevel.Information, "The MCP server {Server} offers {Tools}")]
    private partial void LogTools(string server, string tools);

    [LoggerMessage(LogLevel.Warning, "The MCP server {Server} is not connected, and the agent goes on without its tools until it is: {Reason}")]
    private partial void LogGone(string server, string reason);
}
