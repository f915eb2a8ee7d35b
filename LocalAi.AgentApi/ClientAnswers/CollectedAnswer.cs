using System.Text;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>A whole answer, for clients that do not stream.</summary>
internal sealed record CollectedAnswer(string Text, string Reasoning, IReadOnlyList<FunctionCallContent> Calls, AnswerEnd End)
{
    public static async Task<CollectedAnswer> OfAsync(IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        var calls = new List<FunctionCallContent>();
        var end = new AnswerEnd();
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            end = end.After(update);
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent part: text.Append(part.Text); break;
                    case TextReasoningContent part: reasoning.Append(part.Text); break;
                    case FunctionCallContent call: calls.Add(ClientChat.Checked(call)); break;
                }
            }
        }

        return new(text.ToString(), reasoning.ToString(), calls, end);
    }
}
