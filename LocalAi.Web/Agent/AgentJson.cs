using System.Text.Json.Serialization;

namespace LocalAi.Web.Agent;

/// <summary>The agent's JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationDetail))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(AgentProblem))]
[JsonSerializable(typeof(AgentWire.NewConversation))]
[JsonSerializable(typeof(AgentWire.Choice))]
[JsonSerializable(typeof(AgentWire.NewTitle))]
[JsonSerializable(typeof(AgentWire.NewMessage))]
[JsonSerializable(typeof(AgentWire.AcceptedData))]
[JsonSerializable(typeof(AgentWire.TokenData))]
[JsonSerializable(typeof(AgentWire.DoneData))]
[JsonSerializable(typeof(ToolCall))]
[JsonSerializable(typeof(Source))]
[JsonSerializable(typeof(ToolList))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(StackServiceList))]
internal sealed partial class AgentJson : JsonSerializerContext;
