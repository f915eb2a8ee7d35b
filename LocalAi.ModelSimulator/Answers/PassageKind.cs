namespace LocalAi.ModelSimulator.Answers;

internal enum PassageKind
{
    /// <summary>System message, or the part of the question that is not the question.</summary>
    Context,

    /// <summary>Earlier messages.</summary>
    History,

    /// <summary>What a tool answered to this question.</summary>
    ToolResult,

    /// <summary>A sentence of a document that a search found: it may be about something else than what was asked.</summary>
    Document,
}
