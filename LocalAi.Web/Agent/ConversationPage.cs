namespace LocalAi.Web.Agent;

/// <summary>One page of conversations, newest first.</summary>
public sealed record ConversationPage(IReadOnlyList<Conversation> Items);
