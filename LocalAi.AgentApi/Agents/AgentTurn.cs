using System.Runtime.CompilerServices;
using System.Text;
using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Agents;

/// <summary>
/// One answer of the agent: asks the model, runs the tools it wants, asks again with their results, until it answers or the rounds are used
/// up. For a model that uses no tools the agent searches by itself first. What has come so far can be read at any time, so that a stopped or
/// failed turn is not lost.
/// </summary>
internal sealed class AgentTurn(
    ChatModel model, AgentTools tools, TurnContext context, ToolSupport support, ContextWindow window, int maxToolRounds)
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, ToolCall> _toolCalls = [];
    private UsageDetails? _tokens;
    private ModelTimings? _timings;
    private UsageDetails? _lastRequest;
    private int _sourcesTold;
    private int _notesTold;

    public ChatModel Model => model;

    public ContextWindow Window => window;

    /// <summary>What the model is offered to begin with.</summary>
    public IList<AITool> OfferedTools => support.Has(model.Description) ? tools.Offered : [];

    public string Text => _text.ToString();

    public IReadOnlyList<ToolCall> ToolCalls => [.. _toolCalls.Values];

    public IReadOnlyList<Source> Sources => context.Sources;

    public IReadOnlyList<string> Notes => context.Notes;

    /// <summary>Null until the first model request has ended.</summary>
    public Usage? Usage => _timings is null ? null : new(_tokens?.InputTokenCount ?? 0, _tokens?.OutputTokenCount ?? 0, _timings,
        _lastRequest?.InputTokenCount + _lastRequest?.OutputTokenCount, window.Tokens);

    /// <summary>Runs the turn on the conversation so far; <paramref name="messages"/> gets the tool calls and results appended.</summary>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        List<ChatMessage> messages, string conversationId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var searched = false;
        foreach (var news in News())
        {
            yield return news;
        }

        for (var round = 0; ; round++)
        {
            if (!searched && tools.Offered.Count > 0 && !support.Has(model.Description))
            {
                searched = true;
                await foreach (var step in SearchAsync(messages, cancellationToken))
                {
                    yield return step;
                }
            }

            // Without tools in the last round the model has to answer with what it knows by then.
            var offered = round < maxToolRounds && !searched ? tools.Offered : [];
            if (!window.MakeRoom(messages, offered, out var emptied))
            {
                offered = [];
            }

            if (emptied > 0)
            {
                context.Note($"{emptied} of the tools' results no longer fit in the context of {model.Description.Id} and were left out.");
            }

            var options = new ChatOptions
            {
                ModelId = model.Description.Id,
                ConversationId = conversationId,
                Tools = offered.Count > 0 ? offered : null,
                AdditionalProperties = new() { [OllamaRequests.ContextLength] = window.Tokens },
            };
            var answer = new List<AIContent>();
            var refused = false;
            await using (var updates = model.Client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (await NextAsync(updates, tools: options.Tools is not null && answer.Count == 0) is var next and not Next.End)
                {
                    refused = next == Next.NoTools;
                    if (refused)
                    {
                        break;
                    }

                    if (Take(updates.Current, answer) is { Length: > 0 } text)
                    {
                        yield return new TurnEvent.Token(text);
                    }
                }
            }

            if (refused)
            {
                support.Learn(model.Description);
                round--;
                continue;
            }

            if (_lastRequest?.InputTokenCount is { } counted)
            {
                window.Meter.Learn(model.Description, messages, offered, counted);
            }

            foreach (var news in News())
            {
                yield return news;
            }

            var calls = answer.OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                yield return new TurnEvent.Finished(Usage!);
                yield break;
            }

            messages.Add(new ChatMessage(ChatRole.Assistant, answer));
            var results = new List<AIContent>();
            await foreach (var step in RunToolsAsync(calls, results, cancellationToken))
            {
                yield return step;
            }

            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }
    }

    /// <summary>Retrieval-augmented prompting: what the searches find about the question goes before it.</summary>
    private async IAsyncEnumerable<TurnEvent> SearchAsync(List<ChatMessage> messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = tools.Searches
            .Select(tool => new FunctionCallContent($"call_{Guid.CreateVersion7():N}", tool.Name, new Dictionary<string, object?> { ["query"] = context.Question }))
            .ToList();
        var names = string.Join(" and ", calls.Select(call => call.Name));
        context.Note($"{model.Description.Id} uses no tools: " + (calls.Count == 0 ? "it answers without them." : $"the agent asked {names} first and gave it what was found."));
        var results = new List<AIContent>();
        await foreach (var step in RunToolsAsync(calls, results, cancellationToken))
        {
            yield return step;
        }

        var found = calls.Zip(results.Cast<FunctionResultContent>())
            .Where(pair => _toolCalls[pair.First.CallId].Status == ToolCall.Succeeded)
            .Select(pair => ToolArguments.ResultText(pair.Second.Result))
            .ToList();
        if (found.Count > 0)
        {
            var question = messages.FindLastIndex(message => message.Role == ChatRole.User);
            messages[question] = new ChatMessage(
                ChatRole.User,
                $"{string.Join("\n\n", found)}\n\nAnswer the question from this where it helps, and cite what you use by its number, as [1]. The question:\n\n{messages[question].Text}");
        }
    }

    private async IAsyncEnumerable<TurnEvent> RunToolsAsync(
        List<FunctionCallContent> calls, List<AIContent> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in tools.RunAsync(calls, results, cancellationToken))
        {
            _toolCalls[step.Id] = step;
            yield return new TurnEvent.Tool(step);
        }

        foreach (var news in News())
        {
            yield return news;
        }
    }

    /// <summary>The sources and notes that were not told yet.</summary>
    private List<TurnEvent> News()
    {
        List<TurnEvent> news =
        [
            .. context.Sources.Skip(_sourcesTold).Select(source => new TurnEvent.Found(source)),
            .. context.Notes.Skip(_notesTold).Select(note => new TurnEvent.Noted(note)),
        ];
        _sourcesTold = context.Sources.Count;
        _notesTold = context.Notes.Count;
        return news;
    }

    /// <summary>Takes an update into the answer and the measures; returns the text that came with it.</summary>
    private string Take(ChatResponseUpdate update, List<AIContent> answer)
    {
        var text = "";
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent piece:
                    _text.Append(piece.Text);
                    answer.Add(piece);
                    text += piece.Text;
                    break;
                case FunctionCallContent call:
                    answer.Add(call);
                    break;
                case UsageContent usage:
                    (_tokens ??= new()).Add(usage.Details);
                    _lastRequest = usage.Details;
                    break;
            }
        }

        if (update.AdditionalProperties is { } properties && properties.TryGetValue(ModelTimings.PropertyName, out ModelTimings? timings))
        {
            _timings = _timings is null ? timings : _timings.Add(timings!, _tokens ?? new());
        }

        return text;
    }

    private static async ValueTask<Next> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, bool tools)
    {
        try
        {
            return await updates.MoveNextAsync() ? Next.Update : Next.End;
        }
        catch (ModelServerException failure) when (tools && ToolSupport.IsRefusal(failure))
        {
            return Next.NoTools;
        }
    }

    private enum Next
    {
        Update,
        End,
        NoTools,
    }
}
