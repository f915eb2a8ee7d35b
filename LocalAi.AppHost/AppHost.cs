using LocalAi.AppHost;
using LocalAi.AppHost.Agent;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Dashboard;
using LocalAi.AppHost.N8n;
using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.OpenWebUi;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Searxng;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Startup;
using LocalAi.AppHost.Web;

// The architecture of LocalAi, read from top to bottom.
try
{
    var builder = DistributedApplication.CreateBuilder(args);
    var stack = builder.AddLocalAi(Machine.Real());
    var deployment = builder.AddDeployment(stack);

    // Models: Ollama, or LocalAi's simulator where there is none. Chat and Embedding are connection strings: Endpoint=…;Model=….
    var models = await builder.AddModelServerAsync(stack);

    // State: Postgres with a database per consumer, or Supabase in its place.
    var database = await builder.AddDatabaseServerAsync(stack);

    // Web search that tells nobody who searches.
    var search = await builder.AddSearchAsync(stack);

    // The agent: Semantic Kernel between all the others. It does not wait for the models, which may take minutes to download.
    // Launch profiles are for starting one project alone: here ports and addresses come from the stack.
    var agentKey = builder.AddSecret("agent-key");
    var agent = builder.AddProject(ServiceCatalog.Agent, "../LocalAi.AgentApi/LocalAi.AgentApi.csproj", launchProfileName: null)
        .WithHttpEndpoint(stack.Port(ServiceCatalog.Agent), stack.ProgramPort)
        .WithHttpHealthCheck("/health")
        .PublishAsImage(stack, memory: "1G")
        .WithReference(models.Chat, connectionName: "chat")
        .WithReference(models.Embedding, connectionName: "embedding")
        .WithHardware(stack, models)
        .WithDatabase(database)
        .WithAccess(stack, agentKey)
        .WithKnowledge(stack);

    // Workflows, which use the agent and are its tools.
    var workflows = await builder.AddWorkflowsAsync(stack, agent, agentKey, models, search, database);
    agent.WithTools(stack, search, workflows);

    // What people open in their browser.
    var web = builder.AddProject(ServiceCatalog.Web, "../LocalAi.Web/LocalAi.Web.csproj", launchProfileName: null)
        .WithHttpEndpoint(stack.Port(ServiceCatalog.Web), stack.ProgramPort)
        .WithHttpHealthCheck("/health")
        .PublishAsImage(stack, memory: "1G")
        .WithReference(agent)
        .WithSignIn(stack, agentKey)
        .WithExternalHttpEndpoints();
    await builder.AddOpenWebUiAsync(stack, agent, agentKey, models, search);

    // What shows what it does. In run mode the host brings the dashboard itself.
    if (builder.ExecutionContext.IsPublishMode)
    {
        builder.AddDashboard(stack, agent, web);
    }

    // The only entry from the network, in lan and public: a host name for each of the above that is to have one.
    await builder.AddReverseProxyAsync(stack);

    agent.WithServiceDirectory(stack);
    await builder.Build().RunAsync();
    deployment?.Report(Console.Out);
    return 0;
}
catch (SettingsException problem)
{
    Console.Error.WriteLine($"LocalAi cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, problem.Problems.Select(line => $"  {line}"))}");
    return 1;
}
