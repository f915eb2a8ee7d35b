using System.Runtime.CompilerServices;
using System.Text;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Agents;

/// <summary>
/// One answer of the agent: asks the model, runs the tools it wants, asks again with their results, until it answers or the rounds are used
/// up. What has come so far can be read at any time, so that a stopped or failed turn is not lost.
/// </summary>
internal sealed class AgentTurn(ChatModel model, AgentTools tools, TurnContext context, int maxToolRounds)
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, ToolCall> _toolCalls = [];
    private UsageDetails? _tokens;
    private ModelTimings? _timings;

    public string Text => _text.ToString();

    public IReadOnlyList<ToolCall> ToolCalls => [.. _toolCalls.Values];

    public IReadOnlyList<Source> Sources => context.Sources;

    /// <summary>Null until the first model request has ended.</summary>
    public Usage? Usage => _timings is null ? null : new(_tokens?.InputTokenCount ?? 0, _tokens?.OutputTokenCount ?? 0, _timings);

    /// <summary>Runs the turn on the conversation so far; <paramref name="messages"/> gets the tool calls and results appended.</summary>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        List<ChatMessage> messages, string conversationId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            var options = new ChatOptions
            {
                ModelId = model.Description.Id,
                ConversationId = conversationId,
                // Without tools in the last round the model has to answer with what it knows by then.
                Tools = round < maxToolRounds && model.Description.Can(ModelCapabilities.Tools) ? tools.Offered : null,
            };
            var answer = new List<AIContent>();
            await foreach (var update in model.Client.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                foreach (var content in update.Contents)
                {
                    switch (content)
                    {
                        case TextContent text:
                            _text.Append(text.Text);
                            answer.Add(text);
                            yield return new TurnEvent.Token(text.Text);
                            break;
                        case FunctionCallContent call:
                            answer.Add(call);
                            break;
                        case UsageContent usage:
                            (_tokens ??= new()).Add(usage.Details);
                            break;
                    }
                }

                if (update.AdditionalProperties is { } properties && properties.TryGetValue(ModelTimings.PropertyName, out ModelTimings? timings))
                {
                    _timings = _timings is null ? timings : _timings.Add(timings!, _tokens ?? new());
                }
            }

            var calls = answer.OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                yield return new TurnEvent.Finished(Usage!);
                yield break;
            }

            messages.Add(new ChatMessage(ChatRole.Assistant, answer));
            var known = context.Sources.Count;
            var results = new List<AIContent>();
            await foreach (var step in tools.RunAsync(calls, results, cancellationToken))
            {
                _toolCalls[step.Id] = step;
                yield return new TurnEvent.Tool(step);
            }

            foreach (var source in context.Sources.Skip(known))
            {
                yield return new TurnEvent.Found(source);
            }

            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }
    }
}
