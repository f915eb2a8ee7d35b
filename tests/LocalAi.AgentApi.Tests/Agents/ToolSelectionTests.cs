using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Tests.Agents;

/// <summary>Which tools a turn has, and what they leave in it.</summary>
public sealed class ToolSelectionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Tools_AreListed_WithTheirEffect()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, services: WithTools, settings: ("WebSearch:Url", "http://127.0.0.1:9"));

        var (status, list) = await agent.GetAsync("/api/tools");

        Assert.Equal(200, status);
        Assert.Equal(
            [
                ("time_now", "time", "none", false), ("calculator_calculate", "calculator", "none", false),
                ("web_search", "web", "reads", true), ("web_read", "web", "reads", true), ("test_find", "test", "none", true),
            ],
            list.GetProperty("items").EnumerateArray().Select(item => (
                item.GetProperty("name").GetString(), item.GetProperty("group").GetString(),
                item.GetProperty("effect").GetString(), item.GetProperty("untrusted").GetBoolean())));
        var search = list.GetProperty("items")[2];
        Assert.StartsWith("Searches the web.", search.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(["query"], search.GetProperty("parameters").GetProperty("properties").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Turn_OffersOnlyTheToolsOfItsConversation_OrOfTheRequest()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);
        var (_, created) = await agent.PostAsync("/api/conversations", """{"tools":["time_now","gone_tool"],"collections":["contracts"]}""");
        var path = $"/api/conversations/{created.GetProperty("id").GetString()}";

        await SendAsync(agent, path, """{"content":"One"}""");
        await SendAsync(agent, path, """{"content":"Two","tools":["test_find"]}""");
        await SendAsync(agent, path, """{"content":"Three","tools":[]}""");
        await SendAsync(agent, path, """{"content":"Four","tools":["*"]}""");
        var changed = await PatchAsync(agent, path, """{"tools":["calculator_calculate"]}""");
        await SendAsync(agent, path, """{"content":"Five"}""");
        var all = await PatchAsync(agent, path, """{"tools":["*"],"title":"Renamed"}""");
        var (_, stored) = await agent.GetAsync(path);

        Assert.Equal(
            ["time_now", "test_find", "", "time_now,calculator_calculate,web_read,test_find", "calculator_calculate"],
            ollama.Chats.Select(chat => chat.TryGetProperty("tools", out var tools)
                ? string.Join(',', tools.EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString()))
                : ""));
        Assert.Equal("""["contracts"]""", changed.GetProperty("collections").GetRawText());
        Assert.Equal("One", changed.GetProperty("title").GetString());
        Assert.Equal("Renamed", all.GetProperty("title").GetString());
        Assert.False(all.TryGetProperty("tools", out _));
        Assert.False(stored.TryGetProperty("tools", out _));
        Assert.Equal("""["contracts"]""", stored.GetProperty("collections").GetRawText());
    }

    [Theory]
    [InlineData("""{"tools":[""]}""", "tools[0]")]
    [InlineData("""{"tools":["a\u0000b"]}""", "tools[0]")]
    [InlineData("""{"tools":[null]}""", "tools[0]")]
    [InlineData("""{"tools":"time_now"}""", "tools")]
    [InlineData("""{"collections":[1]}""", "collections[0]")]
    [InlineData("{}", "title")]
    public async Task Change_IsRefused_WhenANameCannotBeOne(string body, string field)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        using var response = await agent.Http.PatchAsync($"/api/conversations/{await agent.CreateConversationAsync()}", Json(body), TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Turn_StreamsAndStoresTheSourcesThatToolsFound()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString() == "tool")
            {
                await FakeOllama.AnswerAsync(context, "Ten [1].");
                return;
            }

            await FakeOllama.ToolCallAsync(context, "test_find", new { });
            await FakeOllama.DoneAsync(context, 1);
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "When?");

        Assert.Equal(["message", "tool", "tool", "source", "source", "token", "usage", "done"], events.Select(item => item.Event));
        Assert.Equal(
            """{"number":1,"title":"Hours","url":"knowledge/1","passage":"Opens at ten.","tool":"test_find"}""", events[3].Data.GetRawText());
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal($"[{events[3].Data.GetRawText()},{events[4].Data.GetRawText()}]", stored.GetProperty("messages")[1].GetProperty("sources").GetRawText());
        Assert.False(stored.GetProperty("messages")[0].TryGetProperty("sources", out _));
    }

    private static async Task SendAsync(AgentServer agent, string path, string body)
    {
        await using var reader = await SseReader.PostAsync(agent.Http, $"{path}/messages", body);
        await reader.RestAsync();
    }

    private static async Task<JsonElement> PatchAsync(AgentServer agent, string path, string body)
    {
        using var response = await agent.Http.PatchAsync(path, Json(body), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static void WithTools(IServiceCollection services) =>
        services.AddTools("test", _ => new FindingPlugin(), ToolEffect.None, untrusted: true);

    private sealed class FindingPlugin
    {
        [KernelFunction("find")]
        public static string Find(Kernel kernel)
        {
            var turn = TurnContext.Of(kernel);
            var first = turn.Cite("Hours", "knowledge/1", "Opens at ten.", "test_find");
            var second = turn.Cite("Days", "knowledge/2", "Closed on Sunday.", "test_find");
            return $"[{first}] Opens at ten. [{second}] Closed on Sunday. [{turn.Cite("Hours", "knowledge/1", "Opens at ten.", "test_find")}]";
        }
    }
}
