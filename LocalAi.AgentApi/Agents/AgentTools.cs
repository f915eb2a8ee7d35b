using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;

namespace LocalAi.AgentApi.Agents;

/// <summary>The tools of one turn: which the model is offered, and how its calls are run.</summary>
internal sealed partial class AgentTools(
    Kernel kernel, ToolCatalog catalog, IOptions<AgentOptions> options, TimeProvider time, ILogger<AgentTools> logger)
{
    private const int PreviewCharacters = 500;
    private const int MaxCallsInARound = 16;

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.ToolTimeoutSeconds);
    private readonly HashSet<string> _misused = [];
    private Dictionary<string, AgentTool> _tools = [];
    private TurnContext _turn = new("");

    /// <summary>What is offered to the model.</summary>
    public IList<AITool> Offered => [.. _tools.Values.Select(tool => tool.Function)];

    /// <summary>Tools that the agent can ask by itself, in place of a model that uses none.</summary>
    public IEnumerable<AgentTool> Searches => _tools.Values.Where(tool => tool.IsSearch);

    /// <summary>Takes the tools that <paramref name="turn"/> allows, as they are now.</summary>
    public AgentTools For(TurnContext turn)
    {
        _turn = turn;
        turn.AttachTo(kernel);
        _tools = catalog.Tools.Where(turn.Allows).ToDictionary(tool => tool.Name);
        return this;
    }

    /// <summary>
    /// Runs calls at the same time and tells when each begins and ends. A call that cannot be run, fails or takes too long ends with the
    /// reason as its result, so that the model can go on; only the caller's cancellation is thrown.
    /// </summary>
    /// <param name="calls">What the model asked for.</param>
    /// <param name="results">Gets a <see cref="FunctionResultContent"/> per call, in the order of the calls.</param>
    /// <param name="cancellationToken">Ends the tools too.</param>
    public async IAsyncEnumerable<ToolCall> RunAsync(
        IReadOnlyList<FunctionCallContent> calls, List<AIContent> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The calls of a round were all asked for before any of their results was read.
        var guarded = _turn.Tainted;
        var running = new List<Task<Ended>>();
        foreach (var call in calls)
        {
            yield return new ToolCall(call.CallId, call.Name, ToolArguments.ToJson(call.Arguments), ToolCall.Running, 0, "");
            running.Add(RunAsync(call, running.Count, guarded, cancellationToken));
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

    /// <summary>Runs one call that no model of ours made.</summary>
    public async Task<(ToolCall Call, string Text)> RunAsync(string name, IDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        var call = new FunctionCallContent($"call_{Guid.CreateVersion7():N}", name, arguments.ToDictionary(pair => pair.Key, pair => (object?)pair.Value));
        var ended = await RunAsync(call, index: 0, guarded: false, cancellationToken);
        return (ended.Call, ended.Text);
    }

    private async Task<Ended> RunAsync(
        FunctionCallContent call, int index, bool guarded, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var tool = _tools.GetValueOrDefault(call.Name);
        var outcome = tool is null ? ToolOutcome.Failed($"The tool failed: there is no tool '{call.Name}'; the tools are {string.Join(", ", _tools.Keys)}")
            : index >= MaxCallsInARound ? ToolOutcome.Failed($"Not run: at most {MaxCallsInARound} calls at a time.")
            : Misuse(tool, call)
            ?? (guarded && ToolGuard.Refusal(tool, ToolArguments.ToElement(call.Arguments), _turn) is { } refusal ? new ToolOutcome(ToolCall.Refused, refusal) : null)
            ?? await InvokeAsync(tool, call, cancellationToken);
        var untrusted = tool is { Untrusted: true } && outcome.Status == ToolCall.Succeeded;
        _turn.Tainted |= untrusted;
        var text = TokenCounter.Cut(outcome.Text, options.Value.MaxToolResultTokens);
        var preview = outcome.Text.Length <= PreviewCharacters ? outcome.Text : outcome.Text[..PreviewCharacters] + "…";
        return new Ended(
            new ToolCall(
                call.CallId, call.Name, ToolArguments.ToJson(call.Arguments), outcome.Status, time.GetElapsedTime(start).TotalSeconds, preview, untrusted),
            text,
            new FunctionResultContent(call.CallId, untrusted ? UntrustedData.Wrap(text, call.Name) : text));
    }

    /// <summary>What is wrong with the arguments. The model may correct them once; a tool that it misuses twice is gone for the turn.</summary>
    private ToolOutcome? Misuse(AgentTool tool, FunctionCallContent call)
    {
        var wrong = call.Exception is not null
            ? "the arguments are not a JSON object"
            : ToolSchema.Mismatch(tool.Parameters, ToolArguments.ToElement(call.Arguments));
        if (wrong is null)
        {
            return null;
        }

        if (_misused.Add(tool.Name))
        {
            return ToolOutcome.Failed($"Not run: {wrong}. Call {tool.Name} again, with arguments that fit this JSON schema: {tool.Parameters.GetRawText()}");
        }

        _tools.Remove(tool.Name);
        _turn.Note($"The model did not manage to call {tool.Name}: {wrong}.");
        return ToolOutcome.Failed($"Not run: {wrong}. The tool cannot be used any more; answer without it.");
    }

    private async Task<ToolOutcome> InvokeAsync(AgentTool tool, FunctionCallContent call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var result = await tool.Function
                .InvokeAsync(kernel, new KernelArguments(call.Arguments ?? new Dictionary<string, object?>()), either.Token)
                .WaitAsync(either.Token);
            return new ToolOutcome(ToolCall.Succeeded, ToolArguments.ResultText(result.GetValue<object>()));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a tool throws is the tool's failure, not the turn's.
            LogFailed(call.Name, exception);
            return ToolOutcome.Failed(exception is OperationCanceledException && timeout.IsCancellationRequested
                ? $"The tool took longer than {_timeout.TotalSeconds} s and was stopped."
                : $"The tool failed: {exception.Message}");
        }
    }

    private sealed record Ended(ToolCall Call, string Text, FunctionResultContent Result);

    [LoggerMessage(LogLevel.Warning, "Tool {Tool} failed")]
    private partial void LogFailed(string tool, Exception exception);
}
