using System.Text.Json;
using LocalAi.AppHost.N8n;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Tests.N8n;

public sealed class StarterWorkflowsTests
{
    [Fact]
    public void Tools_OfferEveryWorkflow_WhenEverythingIsThere()
    {
        var workflows = StarterWorkflows.For(hasSearch: true, hasPostgres: true);

        Assert.Equal(["localai-ask-agent", "localai-web-research", "localai-ingest-document", "localai-tools"], workflows.Ids);
        Assert.Equal(["ask_agent", "research_web", "store_document"], Tools(workflows));
    }

    [Fact]
    public void Tools_LeaveOutWhatHasNoService()
    {
        var workflows = StarterWorkflows.For(hasSearch: false, hasPostgres: false);

        Assert.Equal(["localai-ask-agent", "localai-tools"], workflows.Ids);
        Assert.Equal(["ask_agent"], Tools(workflows));
    }

    [Fact]
    public void Hash_IsTheSameForTheSamePassword_AndBcryptAcceptsIt()
    {
        var hash = BcryptHash.Hash("a-generated-Passw0rd");

        Assert.Equal(hash, BcryptHash.Hash("a-generated-Passw0rd"));
        Assert.NotEqual(hash, BcryptHash.Hash("another-Passw0rd"));
        Assert.True(BCrypt.Net.BCrypt.Verify("a-generated-Passw0rd", hash));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/s?q={query}", "http://host.docker.internal:8080/s?q={query}")]
    [InlineData("http://localhost:11434", "http://host.docker.internal:11434")]
    [InlineData("http://[::1]:11434", "http://host.docker.internal:11434")]
    [InlineData("https://search.example.com/?q={query}", "https://search.example.com/?q={query}")]
    public void ReachableUrl_NamesThisMachineAsContainersDo(string url, string expected) => Assert.Equal(expected, ReachableUrl.FromContainer(url));

    private static List<string> Tools(StarterWorkflows workflows)
    {
        var tools = JsonSerializer.Deserialize<JsonElement>(workflows.Json).EnumerateArray().Single(workflow => workflow.GetProperty("id").GetString() == "localai-tools");
        var nodes = tools.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("type").GetString()!.EndsWith("toolWorkflow", StringComparison.Ordinal)).Select(node => node.GetProperty("name").GetString()!).ToList();
        Assert.Equal(nodes, tools.GetProperty("connections").EnumerateObject().Select(connection => connection.Name));
        return nodes;
    }
}
