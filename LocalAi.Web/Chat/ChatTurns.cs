using System.Diagnostics;
using LocalAi.ServiceDefaults;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>The answers that are streaming now, at most one a conversation, and the news that conversations changed.</summary>
internal sealed class ChatTurns(AgentClient agent, AgentAvailability availability, TimeProvider time) : IAsyncDisposable
{
    // Each turn is a trace of its own: web → agent → tools and model → database.
    private static readonly ActivitySource Activities = new(TelemetryNames.WebSource);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (ChatTurn Turn, Task Running)> _turns = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Raised, on any thread, when a turn began, was taken by the agent or ended, or (without a turn) a conversation was created, renamed or deleted.</summary>
    public event Action<Guid, ChatTurn?>? Changed;

    /// <summary>The turn that is running in a conversation, or null.</summary>
    public ChatTurn? Find(Guid conversationId)
    {
        lock (_gate)
        {
            return _turns.GetValueOrDefault(conversationId).Turn;
        }
    }

    /// <summary>Sends a question; the turn that is already running in the conversation is returned instead when there is one.</summary>
    public ChatTurn Start(Guid conversationId, string question, string? model)
    {
        ChatTurn turn;
        lock (_gate)
        {
            if (_turns.TryGetValue(conversationId, out var running))
            {
                return running.Turn;
            }

            turn = new ChatTurn(conversationId, question, model, time.GetUtcNow(), _stopping.Token);
            _turns[conversationId] = (turn, Task.Run(() => RunAsync(turn)));
        }

        Changed?.Invoke(conversationId, turn);
        return turn;
    }

    /// <summary>Tells every page that a conversation is new, has another title or is gone.</summary>
    public void Announce(Guid conversationId) => Changed?.Invoke(conversationId, null);

    /// <summary>Stops every answer and waits until the agent has been told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _turns.Values.Select(entry => entry.Running)];
        }

        await Task.WhenAll(running);
        _stopping.Dispose();
    }

    private async Task RunAsync(ChatTurn turn)
    {
        Activity.Current = null;
        using (var activity = Activities.StartActivity(TelemetryNames.Spans.ChatTurn))
        {
            activity?.SetTag(TelemetryNames.Attributes.ConversationId, turn.ConversationId.ToString());
            var running = turn.RunAsync(agent, time);
            await turn.Accepted;
            Changed?.Invoke(turn.ConversationId, turn); // its first question gave the conversation its title
            await running;
            if (turn.Snapshot().Problem is { } problem)
            {
                activity?.SetStatus(ActivityStatusCode.Error, problem.Heading);
                if (problem.IsUnavailable)
                {
                    availability.Ask();
                }
            }
        }

        lock (_gate)
        {
            _turns.Remove(turn.ConversationId);
        }

        Changed?.Invoke(turn.ConversationId, turn);
    }
}
