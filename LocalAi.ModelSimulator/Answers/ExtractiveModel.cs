using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>
/// Stands where a language model would: the same conversation always gives the same answer, made of what the conversation holds.
/// </summary>
internal static class ExtractiveModel
{
    private static readonly JsonSerializerOptions AnswerJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="turns">The messages that fit the context.</param>
    /// <param name="tools">Tools on offer.</param>
    /// <param name="demand">Whether a tool must or must not be used.</param>
    /// <param name="format">Undefined for text, the string "json", or a JSON schema.</param>
    public static Answer Answer(IReadOnlyList<ChatTurn> turns, IReadOnlyList<Tool> tools, ToolDemand demand, JsonElement format)
    {
        var conversation = new Conversation(turns);
        var ranking = new PassageRanking(conversation.Question, conversation.Passages);
        var calls = ToolChooser.Choose(conversation, ranking, tools, demand);
        if (calls.Count > 0)
        {
            return new("", calls);
        }

        return format.ValueKind switch
        {
            JsonValueKind.Object => new(FillSchema(conversation, ranking, format)),
            JsonValueKind.String => new(JsonAnswer(conversation, ranking)),
            _ => new(ExtractiveText.Write(conversation, ranking)),
        };
    }

    private static string FillSchema(Conversation conversation, PassageRanking ranking, JsonElement schema)
    {
        var quotes = ExtractiveText.Plain(conversation, ranking);
        var text = quotes.Length > 0 ? quotes : conversation.Turns is { Count: > 0 } && conversation.LastUser >= 0
            ? conversation.Turns[conversation.LastUser].Content
            : Notices.Marker;
        return new SchemaFiller(text, schema).Fill()?.ToJsonString(AnswerJson) ?? "null";
    }

    private static string JsonAnswer(Conversation conversation, PassageRanking ranking)
    {
        var quotes = ExtractiveText.Plain(conversation, ranking);
        return new JsonObject
        {
            ["answer"] = quotes.Length > 0 ? quotes : null,
            ["note"] = Notices.Marker,
        }.ToJsonString(AnswerJson);
    }
}
