using System.Text;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>
/// A question and the answer to it while it streams. It belongs to the process, not to a page: a page that is loaded again, or a
/// second tab, finds the running answer and goes on with it. Safe to use from any thread.
/// </summary>
public sealed class ChatTurn
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<ToolCall> _toolCalls = [];
    private readonly List<Source> _sources = [];
    private readonly List<string> _notes = [];
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _accepted = NewSignal();
    private TaskCompletionSource? _change;
    private long _version;
    private ChatTurnState _state;
    private Guid? _userMessageId;
    private Guid? _assistantMessageId;
    private Usage? _usage;
    private AgentProblem? _problem;
    private Message? _answer;

    internal ChatTurn(Guid conversationId, string question, string? model, DateTimeOffset startedAt, CancellationToken stopping)
    {
        ConversationId = conversationId;
        Question = question;
        Model = model;
        StartedAt = startedAt;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    public Guid ConversationId { get; }

    public string Question { get; }

    public string? Model { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Completes when the agent has stored the question, or the turn has ended without that.</summary>
    public Task Accepted => _accepted.Task;

    /// <summary>Ends the answer where it is; the agent keeps what there is, as stopped.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_state != ChatTurnState.Ended)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>The turn now.</summary>
    public ChatTurnSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new ChatTurnSnapshot(
                _version, _state, _userMessageId, _assistantMessageId, _text.ToString(), [.. _toolCalls], _usage, _problem, _answer,
                [.. _sources], [.. _notes]);
        }
    }

    /// <summary>Waits until the turn has changed since <paramref name="version"/>.</summary>
    public Task ChangedSinceAsync(long version, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _version != version ? Task.CompletedTask : (_change ??= NewSignal()).Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reads the answer to its end. Never throws: how it ended is in the snapshot.</summary>
    internal async Task RunAsync(AgentClient agent, TimeProvider time)
    {
        var token = _stop.Token;
        AgentProblem? failure = null;
        var stopped = false;
        try
        {
            await foreach (var chatEvent in agent.SendAsync(ConversationId, Question, Model, token))
            {
                Change(() => Apply(chatEvent));
            }
        }
        catch (OperationCanceledException)
        {
            stopped = true;
        }
        catch (AgentException exception)
        {
            failure = exception.Problem;
        }

        Change(() => End(failure, stopped, time.GetUtcNow()));
        _accepted.TrySetResult();
        _stop.Dispose();
    }

    private void Apply(ChatEvent chatEvent)
    {
        switch (chatEvent)
        {
            case ChatEvent.Accepted accepted:
                (_userMessageId, _assistantMessageId, _state) = (accepted.UserMessageId, accepted.AssistantMessageId, ChatTurnState.Waiting);
                _accepted.TrySetResult();
                break;
            case ChatEvent.Token token:
                _text.Append(token.Text);
                _state = ChatTurnState.Answering;
                break;
            case ChatEvent.Tool tool:
                var index = _toolCalls.FindIndex(call => call.Id == tool.Call.Id);
                if (index < 0)
                {
                    _toolCalls.Add(tool.Call);
                }
                else
                {
                    _toolCalls[index] = tool.Call;
                }

                break;
            case ChatEvent.Found found:
                _sources.Add(found.Source);
                break;
            case ChatEvent.Noted noted:
                _notes.Add(noted.Text);
                break;
            case ChatEvent.Measured measured:
                _usage = measured.Usage;
                break;
            case ChatEvent.Failed failed:
                _problem = failed.Problem;
                break;
            case ChatEvent.Done done:
                _answer = done.Message;
                break;
        }
    }

    // An answer that the agent did not finish itself is put together here as the agent stores it.
    private void End(AgentProblem? failure, bool stopped, DateTimeOffset now)
    {
        _state = ChatTurnState.Ended;
        _problem ??= failure;
        if (_answer is not null || _assistantMessageId is not { } id)
        {
            return;
        }

        var status = stopped ? MessageStatus.Stopped : MessageStatus.Failed;
        var error = stopped ? null : (_problem ?? AgentProblem.Interrupted).ToString();
        _answer = new Message(id, MessageRole.Assistant, _text.ToString(), Model, now, status, error, [.. _toolCalls], _usage, [.. _sources], [.. _notes]);
    }

    private void Change(Action change)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            change();
            _version++;
            (waiting, _change) = (_change, null);
        }

        waiting?.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
