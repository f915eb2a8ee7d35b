using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>The conversation that a page shows: what is stored, and the turn that is running in it.</summary>
internal sealed class ChatThread(AgentClient agent, ChatTurns turns)
{
    private readonly List<Message> _messages = [];

    /// <summary>Null for a conversation that begins with the next question.</summary>
    public Guid? ConversationId { get; private set; }

    public string? Title { get; private set; }

    /// <summary>The model that the conversation was begun with.</summary>
    public string? Model { get; private set; }

    /// <summary>Names of the tools that it may use; null for all.</summary>
    public IReadOnlyList<string>? Tools { get; private set; }

    /// <summary>Names of the knowledge collections that it searches; null for all.</summary>
    public IReadOnlyList<string>? Collections { get; private set; }

    public bool Loading { get; private set; }

    /// <summary>The agent has no conversation of this id.</summary>
    public bool Missing { get; private set; }

    /// <summary>Why the conversation could not be loaded; until it is, no question is sent.</summary>
    public AgentProblem? LoadProblem { get; private set; }

    /// <summary>Why the last question was not taken.</summary>
    public AgentProblem? Problem { get; private set; }

    /// <summary>The question that was not taken, with <see cref="Problem"/>.</summary>
    public string? Refused { get; private set; }

    /// <summary>The turn under way, or null.</summary>
    public ChatTurn? Turn { get; private set; }

    /// <summary>The stored messages but those of the turn under way, which is drawn from its stream.</summary>
    public IReadOnlyList<Message> Messages
    {
        get
        {
            if (Turn?.Snapshot() is not { UserMessageId: { } question } turn)
            {
                return _messages;
            }

            return [.. _messages.Where(message => message.Id != question && message.Id != turn.AssistantMessageId)];
        }
    }

    /// <summary>Shows another conversation, or an empty one for null.</summary>
    public async Task OpenAsync(Guid? id, CancellationToken cancellationToken)
    {
        (ConversationId, Title, Model, Turn, LoadProblem, Problem, Refused, Missing) = (id, null, null, null, null, null, null, false);
        (Tools, Collections) = (null, null);
        _messages.Clear();
        if (id is not { } conversationId)
        {
            Loading = false;
            return;
        }

        Loading = true;
        try
        {
            var detail = await agent.GetConversationAsync(conversationId, cancellationToken);
            if (ConversationId != id)
            {
                return;
            }

            Missing = detail is null;
            (Title, Model, Tools, Collections) = (detail?.Title, detail?.Model, detail?.Tools, detail?.Collections);
            _messages.AddRange(detail?.Messages ?? []);
            Turn = Missing ? null : turns.Find(conversationId);
        }
        catch (AgentException failure) when (ConversationId == id)
        {
            LoadProblem = failure.Problem;
        }
        finally
        {
            if (ConversationId == id)
            {
                Loading = false;
            }
        }
    }

    /// <summary>
    /// Sends a question, creating the conversation when this is its first. True when the agent has stored the question; when
    /// false, <see cref="Problem"/> says why and the text is still the user's to send.
    /// </summary>
    public async Task<bool> SendAsync(string question, string? model, Action<Guid> created, CancellationToken cancellationToken)
    {
        if (Turn is not null || Loading || Missing || LoadProblem is not null)
        {
            return false;
        }

        (Problem, Refused) = (null, null);
        try
        {
            if (ConversationId is null)
            {
                var conversation = await agent.CreateConversationAsync(model, Tools, Collections, cancellationToken);
                (ConversationId, Model) = (conversation.Id, conversation.Model);
                turns.Announce(conversation.Id);
                created(conversation.Id);
            }
        }
        catch (AgentException failure)
        {
            (Problem, Refused) = (failure.Problem, question);
            return false;
        }

        var turn = Turn = turns.Start(ConversationId.Value, question, model);
        await turn.Accepted.WaitAsync(cancellationToken);
        return turn.Question == question && turn.Snapshot().UserMessageId is not null;
    }

    /// <summary>Lets the conversation use these tools from now on; null for all.</summary>
    public async Task ChooseToolsAsync(IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var before = Tools;
        Tools = names;
        if (ConversationId is not { } id)
        {
            return;
        }

        try
        {
            await agent.ChooseToolsAsync(id, names, cancellationToken);
        }
        catch (AgentException failure)
        {
            (Tools, Problem) = (before, failure.Problem);
        }
    }

    /// <summary>Lets the conversation search these collections from now on; null for all.</summary>
    public async Task ChooseCollectionsAsync(IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var before = Collections;
        Collections = names;
        if (ConversationId is not { } id)
        {
            return;
        }

        try
        {
            await agent.ChooseCollectionsAsync(id, names, cancellationToken);
        }
        catch (AgentException failure)
        {
            (Collections, Problem) = (before, failure.Problem);
        }
    }

    /// <summary>Takes up a turn that began in another tab, or before this page was loaded.</summary>
    public void Attach(ChatTurn turn)
    {
        if (turn.ConversationId == ConversationId && !Loading && turn.Snapshot().State != ChatTurnState.Ended)
        {
            Turn ??= turn;
        }
    }

    /// <summary>Takes what an ended turn came to into the stored messages.</summary>
    public void Settle(ChatTurn turn)
    {
        var end = turn.Snapshot();
        if (turn.ConversationId != ConversationId || Loading || end.State != ChatTurnState.Ended)
        {
            return;
        }

        if (end.UserMessageId is { } id)
        {
            Add(new Message(id, MessageRole.User, turn.Question, turn.Model, turn.StartedAt, MessageStatus.Complete));
        }
        else if (Turn == turn)
        {
            (Problem, Refused) = (end.Problem, turn.Question);
        }

        if (end.Answer is { } answer)
        {
            Add(answer);
        }

        if (Turn == turn)
        {
            Turn = null;
        }
    }

    /// <summary>Takes the alert away.</summary>
    public void Dismiss() => (Problem, Refused) = (null, null);

    private void Add(Message message)
    {
        var index = _messages.FindIndex(known => known.Id == message.Id);
        if (index < 0)
        {
            _messages.Add(message);
        }
        else
        {
            _messages[index] = message;
        }
    }
}
