namespace LocalAi.AgentApi.Conversations;

/// <summary>Data of the event <c>message</c>: the question is stored, and under which id the answer will be.</summary>
internal sealed record TurnStarted(Guid UserMessageId, Guid AssistantMessageId);

/// <summary>Data of the event <c>token</c>: a piece of the answer.</summary>
internal sealed record TokenText(string Text);

/// <summary>Data of the event <c>note</c>: what the user should know about how the answer comes about.</summary>
internal sealed record NoteText(string Text);

/// <summary>Data of the event <c>done</c>: the answer as it was stored.</summary>
internal sealed record TurnEnded(Message Message);
