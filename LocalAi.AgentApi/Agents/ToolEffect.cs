using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.Agents;

/// <summary>What a call of a tool may do beyond giving an answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolEffect>))]
internal enum ToolEffect
{
    /// <summary>Nothing leaves this stack and nothing changes: time, calculator, knowledge.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Its arguments leave the stack: web search, page reading.</summary>
    [JsonStringEnumMemberName("reads")]
    Reads,

    /// <summary>It may change something: workflows, webhooks, tools of other MCP servers.</summary>
    [JsonStringEnumMemberName("acts")]
    Acts,
}
