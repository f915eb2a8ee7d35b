using System.Text.Json.Nodes;

namespace LocalAi.TestServers.FakeAgent;

/// <summary>A conversation of <see cref="FakeAgentServer"/>.</summary>
public sealed class FakeConversation(string? title, string? model)
{
    private readonly List<JsonObject> _messages = [];

    public Guid Id { get; } = Guid.NewGuid();

    public string? Title { get; set; } = title;

    /// <summary>Names of the tools that it may use; null for all.</summary>
    public JsonNode? Tools { get; set; }

    public DateTimeOffset UpdatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Copies of the stored messages, oldest first.</summary>
    public IReadOnlyList<JsonObject> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages.Select(message => (JsonObject)message.DeepClone())];
            }
        }
    }

    internal JsonObject Add(Guid id, string role, string content, string status, Action<JsonObject>? more = null)
    {
        var message = new JsonObject
        {
            ["id"] = id,
            ["role"] = role,
            ["content"] = content,
            ["model"] = model,
            ["createdAt"] = DateTimeOffset.UtcNow,
            ["status"] = status,
            ["toolCalls"] = new JsonArray(),
        };
        more?.Invoke(message);
        lock (_messages)
        {
            _messages.Add(message);
        }

        return message;
    }

    internal JsonObject ToJson(bool messages)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["title"] = Title,
            ["model"] = model,
            ["createdAt"] = UpdatedAt,
            ["updatedAt"] = UpdatedAt,
            ["messageCount"] = Messages.Count,
            ["tools"] = Tools?.DeepClone(),
        };
        if (messages)
        {
            json["messages"] = new JsonArray([.. Messages]);
        }

        return json;
    }
}
