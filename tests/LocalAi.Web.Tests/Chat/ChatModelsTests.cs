using System.Text.Json.Nodes;
using LocalAi.TestServers.FakeAgent;
using LocalAi.Web.Chat;
using LocalAi.Web.Tests.Agent;

namespace LocalAi.Web.Tests.Chat;

public sealed class ChatModelsTests
{
    [Fact]
    public async Task LoadAsync_OffersChatModelsOnly_AndKeepsTheChoiceWhileThereIsOne()
    {
        await using var agent = await TestAgent.StartAsync();
        var embedding = FakeAgentServer.Model("nomic-embed-text");
        embedding["capabilities"] = new JsonArray("embedding");
        agent.Server.Models = [FakeAgentServer.Model("qwen3:8b", endpoint: "http://localhost:11434"), FakeAgentServer.Model("llama3.1:8b", endpoint: "http://gpu.lan:11434"), embedding];
        var models = new ChatModels(agent.Client);

        await models.LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["qwen3:8b", "llama3.1:8b"], models.All.Select(model => model.Id));
        Assert.Equal(["this machine", "gpu.lan"], models.All.Select(model => model.Place));
        Assert.Equal("qwen3:8b", models.Selected!.Id);
        models.Select("llama3.1:8b");
        models.Select("gone:1b");
        await models.LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("llama3.1:8b", models.Selected.Id);

        agent.Server.Models = [FakeAgentServer.Model("qwen3:8b")];
        await models.LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("qwen3:8b", models.Selected.Id);
    }

    [Fact]
    public async Task LoadAsync_FindsTheDefault_WhenOnlyOneOfThemNamesTheTag()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Models = [FakeAgentServer.Model("llama3.1:8b"), FakeAgentServer.Model("mistral:latest")];
        agent.Server.DefaultModel = "mistral";
        var models = new ChatModels(agent.Client);

        await models.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("mistral:latest", "mistral"), (models.Selected!.Id, models.Selected.Name));
    }
}
