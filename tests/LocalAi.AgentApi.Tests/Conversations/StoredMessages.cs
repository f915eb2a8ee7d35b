using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Conversations;

/// <summary>Messages as the agent has stored them.</summary>
internal static class StoredMessages
{
    /// <summary>The stored answer, as soon as there is one.</summary>
    public static async Task<(string?, string?, string?)> AnswerAsync(AgentServer agent, Guid id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
            if (stored.GetProperty("messageCount").GetInt32() == 2)
            {
                return Parts(stored.GetProperty("messages")[1]);
            }
        }
    }

    /// <summary>Who said what, and how it ended.</summary>
    public static (string?, string?, string?) Parts(JsonElement message) =>
        (message.GetProperty("role").GetString(), message.GetProperty("content").GetString(), message.GetProperty("status").GetString());
}
