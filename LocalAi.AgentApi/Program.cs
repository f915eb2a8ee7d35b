using LocalAi.AgentApi;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.Conversations;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.Knowledge;
using LocalAi.AgentApi.McpServers;
using LocalAi.AgentApi.ModelManagement;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.StackServices;
using LocalAi.AgentApi.Webhooks;
using LocalAi.AgentApi.WebPages;
using LocalAi.AgentApi.WebSearch;
using LocalAi.ServiceDefaults;

if (HealthProbe.IsWanted(args))
{
    return await HealthProbe.RunAsync();
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddAgentOptions();
builder.AddDatabase();
builder.Services.AddFailureResponses();
builder.Services.AddAccess();
builder.Services.AddModelProviders();
builder.Services.AddClientProtocols();
builder.Services.AddHardware();
builder.Services.AddModelManagement();
builder.Services.AddAgent();
builder.AddWebSearch();
builder.AddWebPages();
builder.Services.AddWebhooks();
builder.Services.AddMcpServers();
builder.AddKnowledge();
builder.AddStackServices();
builder.Services.AddConversations();
builder.Services.AddApiDocument();

var app = builder.Build();
app.UseFailureResponses();
app.UseAccess();
app.MapDefaultEndpoints();
app.MapApiDocument();
app.MapAccess();
app.MapModels();
app.MapModelManagement();
app.MapHardware();
app.MapConversations();
app.MapTools();
app.MapMcp("/mcp").RequireScope(KeyScopes.Chat);
app.MapKnowledge();
app.MapStackServices();
app.MapClientProtocols();
return await app.RunOrExplainAsync();
