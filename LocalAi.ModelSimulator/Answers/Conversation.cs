namespace LocalAi.ModelSimulator.Answers;

/// <summary>A request's messages, taken apart: the question, and every sentence that could answer it.</summary>
internal sealed class Conversation
{
    private const int ShortQuestionCharacters = 300;

    // Sentences of a system prompt that tell the model how to behave are no answer to anything.
    private static readonly string[] InstructionStarts =
    [
        "you are", "you have", "you can", "you must", "you should", "your task", "your job", "answer", "use ", "do not", "don't", "never",
        "always", "if ", "when ", "please", "respond", "reply", "keep", "cite", "quote", "be ", "write", "return", "output", "only", "think",
        "generate", "follow", "### ", "given", "call ", "prefer", "make sure", "avoid",
    ];

    public Conversation(IReadOnlyList<ChatTurn> turns)
    {
        Turns = turns;
        LastUser = LastIndex(turns, "user");
        var asked = LastUser < 0 ? "" : turns[LastUser].Content.Trim();
        Question = QuestionOf(asked, out var context);
        Request = asked.Length <= ShortQuestionCharacters ? asked : Question;
        Passages = [.. Read(context)];
    }

    public IReadOnlyList<ChatTurn> Turns { get; }

    /// <summary>Index of the message that is answered; -1 when no user has said anything.</summary>
    public int LastUser { get; }

    /// <summary>The sentence that asks.</summary>
    public string Question { get; }

    /// <summary>The question with what was said around it, as far as that is short: what tools are called with.</summary>
    public string Request { get; }

    public IReadOnlyList<Passage> Passages { get; }

    /// <summary>What tools have answered to this question, newest last.</summary>
    public IEnumerable<ChatTurn> ToolResults => Turns.Skip(LastUser + 1).Where(turn => turn.Role == "tool");

    /// <summary>Whether an answer before this one has said already that no model is installed.</summary>
    public bool HasNotice => Turns.Any(turn => turn.Role == "assistant" && turn.Content.Contains(Notices.Marker, StringComparison.Ordinal));

    private IEnumerable<Passage> Read(string contextOfQuestion)
    {
        for (var index = 0; index < Turns.Count; index++)
        {
            var turn = Turns[index];
            foreach (var passage in turn.Role switch
            {
                "system" => Passages(turn.Content, "the instructions", PassageKind.Context).Where(passage => !IsInstruction(passage.Text)),
                "tool" => ToolResultText.Read(turn.Content, ToolName(index), index > LastUser ? PassageKind.ToolResult : PassageKind.History),
                "assistant" => AnswerPassages(turn),
                _ when index == LastUser => Passages(contextOfQuestion, "your message", PassageKind.Context),
                _ => Passages(turn.Content, "your earlier message", PassageKind.History).Where(passage => !passage.Text.EndsWith('?')),
            })
            {
                yield return passage;
            }
        }

        static IEnumerable<Passage> Passages(string text, string source, PassageKind kind) =>
            Sentences.Of(text).Select(sentence => new Passage(sentence, source, kind));

        // What the simulator itself said were quotes: their originals are in the conversation.
        static IEnumerable<Passage> AnswerPassages(ChatTurn turn) => turn.Content.Contains(Notices.Marker, StringComparison.Ordinal)
            ? []
            : Passages(turn.Content, "an earlier answer", PassageKind.History);
    }

    /// <summary>The tool that a result says it is from, else the one that was asked for at its place.</summary>
    private string? ToolName(int index)
    {
        var first = index;
        while (first > 0 && Turns[first - 1].Role == "tool")
        {
            first--;
        }

        return Turns[index].ToolName ?? (first > 0 ? Turns[first - 1].ToolCalls.ElementAtOrDefault(index - first)?.Name : null);
    }

    /// <summary>The question within a long message (after "Question:", else its last question, else its last paragraph); the rest is context.</summary>
    private static string QuestionOf(string message, out string context)
    {
        var marker = message.LastIndexOf("question:", StringComparison.OrdinalIgnoreCase);
        if (marker >= 0)
        {
            context = message[..marker];
            return message[(marker + "question:".Length)..].Trim();
        }

        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var sentences = Sentences.Of(message).ToList();
        if (lines.Length <= 1 && message.Length <= ShortQuestionCharacters && !sentences.Exists(sentence => sentence.EndsWith('?')))
        {
            context = "";
            return message;
        }

        var question = sentences.FindLast(sentence => sentence.EndsWith('?')) ?? lines[^1];
        context = string.Join('\n', sentences.Where(sentence => sentence != question));
        return question.Length <= ShortQuestionCharacters ? question : sentences[0];
    }

    private static bool IsInstruction(string sentence) =>
        InstructionStarts.Any(start => sentence.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static int LastIndex(IReadOnlyList<ChatTurn> turns, string role)
    {
        for (var index = turns.Count - 1; index >= 0; index--)
        {
            if (turns[index].Role == role)
            {
                return index;
            }
        }

        return -1;
    }
}
