using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.ServiceDefaults;
using Microsoft.Extensions.AI;
using Npgsql;

namespace LocalAi.AgentApi.Conversations;

/// <summary>Turns of conversations: stores the question, streams the agent's answer, stores what came of it.</summary>
internal sealed partial class ConversationTurns(
    ConversationStore conversations, MessageStore messages, ConversationHistory history, TurnQueue queue, ModelCatalog catalog, IServiceProvider services,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ConversationTurns> logger)
{
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Stores the question and returns the events of its answer. Everything that can be known before — unknown conversation or model, server
    /// or database down — is thrown before anything is stored.
    /// </summary>
    public async Task<IAsyncEnumerable<SseItem<object>>> StartAsync(
        Guid conversationId, ConversationRequests.Send send, CancellationToken cancellationToken)
    {
        var content = send.CheckedContent;
        var conversation = await conversations.GetAsync(conversationId, cancellationToken);
        await catalog.RefreshAsync(cancellationToken);
        var model = await catalog.ResolveChatAsync(string.IsNullOrEmpty(send.Model) ? conversation.Model : send.Model, cancellationToken);
        Activity.Current?.SetTag(TelemetryNames.Attributes.ConversationId, conversationId.ToString());
        var turn = await queue.EnterAsync(
            conversationId, () => messages.AskAsync(conversationId, content, model.Description.Id, cancellationToken), cancellationToken);
        var context = new TurnContext(
            content,
            send.CheckedTools is { } tools ? tools.Names : conversation.Tools,
            send.CheckedCollections is { } collections ? collections.Names : conversation.Collections);
        return StreamAsync(turn, model, context, cancellationToken);
    }

    private async IAsyncEnumerable<SseItem<object>> StreamAsync(
        TurnQueue.Turn<Question> turn, ChatModel model, TurnContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = turn;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var question = turn.Stored;
        var agent = services.GetRequiredService<AgentTurns>().Create(model, context);
        var events = AnswerAsync(turn, agent, context, stop.Token).GetAsyncEnumerator(stop.Token);
        var stored = false;
        try
        {
            yield return new(new TurnStarted(question.UserMessageId, question.AssistantMessageId), "message");
            Exception? failure = null;
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                    break;
                }

                yield return events.Current switch
                {
                    TurnEvent.Token token => new(new TokenText(token.Text), "token"),
                    TurnEvent.Tool tool => new(tool.Call, "tool"),
                    TurnEvent.Found found => new(found.Source, "source"),
                    TurnEvent.Noted noted => new(new NoteText(noted.Text), "note"),
                    TurnEvent.Finished finished => new(finished.Usage, "usage"),
                    var other => throw new UnreachableException(other.GetType().Name),
                };
            }

            stored = true;
            var (answer, error) = Conclude(question, model, agent, failure, stop.IsCancellationRequested);
            error = await StoreAsync(question, answer) ?? error;
            if (error is not null)
            {
                yield return new(error.ToProblem(), "error");
            }

            yield return new(new TurnEnded(answer), "done");
        }
        finally
        {
            await events.DisposeAsync();
            if (!stored)
            {
                await StoreAsync(question, Answer(question, model, agent, Message.Stopped, error: null));
            }
        }
    }

    private async IAsyncEnumerable<TurnEvent> AnswerAsync(
        TurnQueue.Turn<Question> turn, AgentTurn agent, TurnContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await turn.BeginAsync(cancellationToken);
        var chat = await history.ForAsync(turn.Stored, agent.Model, agent.Window, agent.OfferedTools, context, cancellationToken);
        await foreach (var step in agent.RunAsync(chat, turn.Stored.ConversationId.ToString(), cancellationToken))
        {
            yield return step;
        }
    }

    private (Message Answer, Failure? Error) Conclude(Question question, ChatModel model, AgentTurn agent, Exception? failure, bool stopped)
    {
        if (failure is null)
        {
            return (Answer(question, model, agent, Message.Complete, error: null), null);
        }

        if (stopped)
        {
            return (Answer(question, model, agent, Message.Stopped, error: null), null);
        }

        var error = Failure.From(failure);
        if (error is null)
        {
            LogDefect(question.ConversationId, failure);
            error = Failure.Unexpected;
        }

        return (Answer(question, model, agent, Message.Failed, error.Detail), error);
    }

    private Message Answer(Question question, ChatModel model, AgentTurn agent, string status, string? error) => new(
        question.AssistantMessageId, Message.Assistant, agent.Text.Replace("\0", "", StringComparison.Ordinal), model.Description.Id,
        conversations.Now, status, error, agent.ToolCalls, agent.Usage,
        agent.Sources is { Count: > 0 } sources ? sources : null,
        agent.Notes is { Count: > 0 } notes ? notes : null);

    /// <summary>Stores with a few tries, so that a restart of the database loses no answer; the caller may be gone by now.</summary>
    private async Task<Failure?> StoreAsync(Question question, Message answer)
    {
        using var timeout = new CancellationTokenSource(StoreTimeout, time);
        while (true)
        {
            try
            {
                await messages.AnswerAsync(question, answer, timeout.Token);
                return null;
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                if (timeout.IsCancellationRequested || Failure.From(exception) is null)
                {
                    LogNotStored(question.ConversationId, exception);
                    return Failure.From(exception) ?? Failure.DatabaseUnavailable;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time, CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Error, "A turn of conversation {Conversation} failed unexpectedly")]
    private partial void LogDefect(Guid conversation, Exception exception);

    [LoggerMessage(LogLevel.Error, "An answer of conversation {Conversation} could not be stored")]
    private partial void LogNotStored(Guid conversation, Exception exception);
}
