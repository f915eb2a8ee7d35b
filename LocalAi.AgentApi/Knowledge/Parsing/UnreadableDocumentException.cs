namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>A document that cannot be taken in, with the reason in words for who uploaded it.</summary>
internal sealed class UnreadableDocumentException(string message, Exception? inner = null) : Exception(message, inner);
