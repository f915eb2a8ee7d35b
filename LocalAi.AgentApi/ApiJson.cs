using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Conversations;
using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Documents;
using LocalAi.AgentApi.Knowledge.Retrieval;
using LocalAi.AgentApi.ModelManagement;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.StackServices;
using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Estimation;

namespace LocalAi.AgentApi;

/// <summary>The contracts under <c>/api</c> as JSON: camelCase, and nothing instead of null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(KeyContracts.KeyList))]
[JsonSerializable(typeof(KeyContracts.CreateKey))]
[JsonSerializable(typeof(KeyContracts.ChangeKey))]
[JsonSerializable(typeof(KeyContracts.NewKey))]
[JsonSerializable(typeof(UsageContracts.Report))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationDetail))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(ConversationRequests.Create))]
[JsonSerializable(typeof(ConversationRequests.Change))]
[JsonSerializable(typeof(ConversationRequests.Send))]
[JsonSerializable(typeof(TurnStarted))]
[JsonSerializable(typeof(TokenText))]
[JsonSerializable(typeof(NoteText))]
[JsonSerializable(typeof(TurnEnded))]
[JsonSerializable(typeof(IReadOnlyList<ToolCall>))]
[JsonSerializable(typeof(IReadOnlyList<Source>))]
[JsonSerializable(typeof(ToolEndpoints.ToolList))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(Collection))]
[JsonSerializable(typeof(CollectionList))]
[JsonSerializable(typeof(CollectionChange))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(DocumentContracts.AddPage))]
[JsonSerializable(typeof(DocumentContracts.DocumentList))]
[JsonSerializable(typeof(DocumentContracts.DocumentReading))]
[JsonSerializable(typeof(DocumentContracts.UploadResult))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(StackServiceList))]
[JsonSerializable(typeof(HardwareInfo))]
[JsonSerializable(typeof(HardwareAdvice))]
[JsonSerializable(typeof(FitEstimate))]
[JsonSerializable(typeof(ModelContracts.Library))]
[JsonSerializable(typeof(ModelContracts.Catalogue))]
[JsonSerializable(typeof(ModelContracts.NamedModel))]
[JsonSerializable(typeof(ModelContracts.CreateModel))]
[JsonSerializable(typeof(ModelContracts.Progress))]
[JsonSerializable(typeof(ModelContracts.Done))]
internal sealed partial class ApiJson : JsonSerializerContext;
