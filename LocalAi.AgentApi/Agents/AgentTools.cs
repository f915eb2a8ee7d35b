using System.Runtime.CompilerServices;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;

namespace LocalAi.AgentApi.Agents;

/// <summary>The tools of one turn: which the model is offered, and how its calls are run.</summary>
internal sealed partial class AgentTools
{
    private const int PreviewCharacters = 500;

    private readonly Kernel _kernel;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger<AgentTools> _logger;
    private readonly ToolCatalog _catalog;
    private Dictionary<string, AgentTool> _tools = [];

    public AgentTools(Kernel kernel, ToolCatalog catalog, IOptions<AgentOptions> options, TimeProvider time, ILogger<AgentTools> logger)
    {
        _kernel = kernel;
        _timeout = TimeSpan.FromSeconds(options.Value.ToolTimeoutSeconds);
        _time = time;
        _logger = logger;
        _catalog = catalog;
    }

    /// <summary>What is offered to the model.</summary>
    public IList<AITool> Offered { get; private set; } = [];

    /// <summary>Takes the tools that <paramref name="context"/> allows, as they are now.</summary>
    public AgentTools For(TurnContext context)
    {
        context.AttachTo(_kernel);
        _tools = _catalog.Tools.Where(context.Allows).ToDictionary(tool => tool.Name);
        Offered = [.. _tools.Values.Select(tool => tool.Function)];
        return this;
    }

    /// <summary>
    /// Runs calls at the same time and tells when each begins and ends. A tool that is unknown, throws or takes too long ends as failed, with
    /// the reason as its result, so that the model can go on; only the caller's cancellation is thrown.
    /// </summary>
    /// <param name="calls">What the model asked for.</param>
    /// <param name="results">Gets a <see cref="FunctionResultContent"/> per call, in the order of the calls.</param>
    /// <param name="cancellationToken">Ends the tools too.</param>
    public async IAsyncEnumerable<ToolCall> RunAsync(
        IReadOnlyList<FunctionCallContent> calls, List<AIContent> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new List<Task<(ToolCall Call, FunctionResultContent Result)>>();
        foreach (var call in calls)
        {
            yield return new ToolCall(call.CallId, call.Name, ToolArguments.ToJson(call.Arguments), ToolCall.Running, 0, "");
            running.Add(RunAsync(call, cancellationToken));
        }

        await foreach (var ended in Task.WhenEach(running).WithCancellation(cancellationToken))
        {
            yield return (await ended).Call;
        }

        foreach (var ended in running)
        {
            results.Add((await ended).Result);
        }
    }

    private async Task<(ToolCall Call, FunctionResultContent Result)> RunAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        string status;
        string text;
        try
        {
            text = await InvokeAsync(call, cancellationToken);
            status = ToolCall.Succeeded;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a tool throws is the tool's failure, not the turn's.
            LogFailed(call.Name, exception);
            text = exception is TimeoutException
                ? $"The tool took longer than {_timeout.TotalSeconds} s and was stopped."
                : $"The tool failed: {exception.Message}";
            status = ToolCall.Failed;
        }

        var preview = text.Length <= PreviewCharacters ? text : text[..PreviewCharacters] + "…";
        return (
            new ToolCall(call.CallId, call.Name, ToolArguments.ToJson(call.Arguments), status, _time.GetElapsedTime(start).TotalSeconds, preview),
            new FunctionResultContent(call.CallId, text));
    }

    private async Task<string> InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (!_tools.TryGetValue(call.Name, out var tool))
        {
            throw new KernelException($"there is no tool '{call.Name}'; the tools are {string.Join(", ", _tools.Keys)}");
        }

        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var result = await tool.Function
                .InvokeAsync(_kernel, new KernelArguments(call.Arguments ?? new Dictionary<string, object?>()), either.Token)
                .WaitAsync(either.Token);
            return ToolArguments.ResultText(result.GetValue<object>());
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(message: null, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Tool {Tool} failed")]
    private partial void LogFailed(string tool, Exception exception);
}
