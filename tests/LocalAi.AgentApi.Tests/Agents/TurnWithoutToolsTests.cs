using System.ComponentModel;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Tests.Agents;

/// <summary>Models that use no tools: the agent searches before it asks them.</summary>
public sealed class TurnWithoutToolsTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turn_SearchesFirstAndSaysSo_WhenTheModelUsesNoTools(bool itsServerSays)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.Capabilities = itsServerSays ? ["completion"] : ["completion", "tools"];
        ollama.OnChat = async (body, context) =>
        {
            if (body.TryGetProperty("tools", out _))
            {
                context.Response.StatusCode = 400;
                await FakeOllama.LineAsync(context, new { error = "registry.ollama.ai/library/fake:latest does not support tools" });
                return;
            }

            await FakeOllama.AnswerAsync(context, "At ten [1].");
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, services => services
            .AddTools("found", _ => new SearchPlugin(), ToolEffect.None, untrusted: true));
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "When do you open?");
        await SseReader.TurnAsync(agent.Http, id, "And on Sunday?");

        Assert.Equal(["message", "tool", "tool", "source", "note", "token", "usage", "done"], events.Select(item => item.Event));
        Assert.Equal(
            ("found_search", """{"query":"When do you open?"}""", "succeeded"),
            (events[2].Data.GetProperty("name").GetString(), events[2].Data.GetProperty("arguments").GetString(), events[2].Data.GetProperty("status").GetString()));
        Assert.Equal($"{ollama.Model} uses no tools: the agent asked found_search first and gave it what was found.", events[4].Data.GetProperty("text").GetString());
        // Refused once, known from then on.
        var chats = ollama.Chats.Where(chat => !chat.TryGetProperty("tools", out _)).ToList();
        Assert.Equal(itsServerSays ? 2 : 3, ollama.Chats.Count);
        Assert.Equal(2, chats.Count);
        var asked = Assert.Single(chats[0].GetProperty("messages").EnumerateArray()).GetProperty("content").GetString()!;
        Assert.StartsWith("<untrusted-data tool=\"found_search\">\n[1] Opens at ten.\n</untrusted-data>\n", asked, StringComparison.Ordinal);
        Assert.EndsWith("The question:\n\nWhen do you open?", asked, StringComparison.Ordinal);
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal("When do you open?", stored.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Turn_FailsAsItShould_WhenAServerRefusesForAnotherReason()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            context.Response.StatusCode = 400;
            await FakeOllama.LineAsync(context, new { error = "the prompt is bad" });
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        Assert.Equal(["message", "error", "done"], events.Select(item => item.Event));
        Assert.Single(ollama.Chats);
    }

    private sealed class SearchPlugin
    {
        [KernelFunction("search"), Description("Searches")]
        public static string Search(string query, Kernel kernel) =>
            $"[{TurnContext.Of(kernel).Cite("Hours", "hours", query, "found_search")}] Opens at ten.";
    }
}
