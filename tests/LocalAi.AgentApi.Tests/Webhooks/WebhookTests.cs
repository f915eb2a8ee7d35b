using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.AgentApi.Tests.WebPages;
using LocalAi.AgentApi.Webhooks;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.Webhooks;

/// <summary>Webhooks as tools: configured, called, answered.</summary>
public sealed class WebhookTests(PostgresFixture postgres)
{
    private const string Schema =
        """{"type":"object","properties":{"order":{"type":"string","description":"Number of the order"},"copies":{"type":"integer"},"to":{"type":"array","items":{"type":"string"}}},"required":["order"]}""";

    [Fact]
    public async Task Webhook_IsCalledWithTheModelsArguments_AndItsAnswerGoesBack()
    {
        (string Method, string? Authorization, string Body) got = default;
        await using var site = await WebSite.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            got = (context.Request.Method, context.Request.Headers.Authorization, await body.ReadToEndAsync());
            await context.Response.WriteAsync("""{"status":"shipped"}""");
        });
        var (result, tool) = await CallAsync(new { order = "4711", copies = 2, to = new[] { "ann" } }, site,
            ("Webhooks:order_status:Schema", Schema), ("Webhooks:order_status:Token", "secret"));

        Assert.Equal(("POST", "Bearer secret", """{"order":"4711","copies":2,"to":["ann"]}"""), got);
        Assert.Equal("succeeded", tool.GetProperty("status").GetString());
        Assert.StartsWith("<untrusted-data tool=\"webhook_order_status\">\n{\"status\":\"shipped\"}\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_TakesArgumentsInTheQuery_WhenItsMethodIsGet()
    {
        string? got = null;
        await using var site = await WebSite.StartAsync(context =>
        {
            got = context.Request.QueryString.Value;
            return context.Response.WriteAsync("ok");
        });
        await CallAsync(new { order = "47 11&x=1" }, site, ("Webhooks:order_status:Schema", Schema), ("Webhooks:order_status:Method", "GET"));

        Assert.Equal("?order=47%2011%26x%3D1", got);
    }

    [Fact]
    public async Task Webhook_IsNotCalled_WhenTheArgumentsDoNotFitItsSchema()
    {
        await using var site = await WebSite.StartAsync(context => context.Response.WriteAsync("ok"));
        var (result, tool) = await CallAsync(new { order = "1", to = new object[] { "ann", 1 } }, site, ("Webhooks:order_status:Schema", Schema));

        Assert.Equal("failed", tool.GetProperty("status").GetString());
        Assert.StartsWith("Not run: 'to'[1] must be string. Call webhook_order_status again", result, StringComparison.Ordinal);
        Assert.Empty(site.Requests);
    }

    [Fact]
    public async Task Webhook_SaysWhatTheServerSaid_WhenItRefuses()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.StatusCode = 422;
            return context.Response.WriteAsync("no such order");
        });
        var (result, tool) = await CallAsync(new { order = "1" }, site, ("Webhooks:order_status:Schema", Schema));

        Assert.Equal(("failed", "The tool failed: the webhook answered 422: no such order"), (tool.GetProperty("status").GetString(), result));
    }

    [Theory]
    [InlineData("Url", "ftp://x", "Webhooks:order_status:Url is 'ftp://x'.")]
    [InlineData("Description", "", "Webhooks:order_status:Description is missing.")]
    [InlineData("Method", "DELETE", "Webhooks:order_status:Method is 'DELETE'; POST, PUT and GET are allowed.")]
    [InlineData("Schema", "[]", "Webhooks:order_status:Schema is not a JSON schema of an object")]
    [InlineData("Schema", "{\"properties\":{\"id\":1}}", "Webhooks:order_status:Schema is not a JSON schema of an object")]
    [InlineData("Schema", "{", "Webhooks:order_status:Schema is not a JSON schema of an object")]
    [InlineData("Name", "order status", "Webhooks:order status: 'order status' cannot be a tool's name")]
    public void WrongSetting_IsNamed(string setting, string value, string message)
    {
        var webhooks = new WebhookList
        {
            [setting == "Name" ? value : "order_status"] = new()
            {
                Url = setting == "Url" ? value : "http://127.0.0.1:9", Description = setting == "Description" ? value : "Tells where an order is",
                Method = setting == "Method" ? value : "POST", Schema = setting == "Schema" ? value : "",
            },
        };

        Assert.StartsWith(message, Assert.Single(webhooks.Validate(null, webhooks).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_IsNotCalled_WhenItIsNotOnThisNetwork_UnlessThatIsAllowed()
    {
        await using var site = await WebSite.StartAsync(context => context.Response.WriteAsync("ok"));

        // RFC 5737: an address that nobody has.
        var (result, tool) = await CallAsync(new { order = "1" }, site, ("Webhooks:order_status:Schema", Schema), ("Webhooks:order_status:Url", "http://203.0.113.5/order"));

        Assert.Equal("failed", tool.GetProperty("status").GetString());
        Assert.Equal(
            "The tool failed: '203.0.113.5' is not on this machine or its network, and Privacy:LocalOnly lets nothing leave. Set it to false to use it (for the stack: LocalAi:Privacy:LocalOnly).",
            result);
    }

    private async Task<(string Result, JsonElement Tool)> CallAsync(object arguments, WebSite site, params (string, string)[] settings)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString() == "tool")
            {
                await FakeOllama.AnswerAsync(context, "done");
                return;
            }

            await FakeOllama.ToolCallAsync(context, "webhook_order_status", arguments);
            await FakeOllama.DoneAsync(context, 1);
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, settings:
        [
            ("Webhooks:order_status:Url", $"http://127.0.0.1:{site.Port}/order"), ("Webhooks:order_status:Description", "Tells where an order is"), .. settings,
        ]);
        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Where is it?");
        return (ollama.Chats.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!, events[2].Data);
    }
}
