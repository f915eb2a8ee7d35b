using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LocalAi.BrowserTests.Deployment;

/// <summary>Keeps a conversation, a document, a workflow and a credential in a deployment, by the services' own APIs.</summary>
internal sealed class DeploymentVisitor
{
    public const string Fact = "Every hive is weighed on Fridays.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly DeployedStack _stack;
    private readonly string _name = $"bees-{Guid.NewGuid():N}";
    private readonly string _secret = $"{Guid.NewGuid():N}";
    private string _conversation = "";
    private string _collection = "";

    private DeploymentVisitor(DeployedStack stack) => _stack = stack;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes all of it.</summary>
    public static async Task<DeploymentVisitor> MakeAsync(DeployedStack stack)
    {
        var visitor = new DeploymentVisitor(stack);
        using var agent = stack.CreateAgentClient();
        visitor._conversation = Id(await PostAsync(agent, "/api/conversations", new { title = visitor._name }));
        await PostAsync(agent, $"/api/conversations/{visitor._conversation}/messages", new { content = Fact });
        visitor._collection = Id(await PostAsync(agent, "/api/knowledge/collections", new { name = visitor._name }));
        await visitor.UploadAsync(agent);
        await visitor.AddWorkflowAsync();
        return visitor;
    }

    /// <summary>Asks the services for it.</summary>
    public async Task<KeptData> ReadAsync()
    {
        using var agent = _stack.CreateAgentClient();
        using var n8n = await SignInToN8nAsync();
        return new(
            await agent.GetStringAsync($"/api/conversations/{_conversation}", Cancellation),
            await agent.GetStringAsync($"/api/knowledge/collections/{_collection}/documents", Cancellation),
            await PostAsync(agent, "/api/knowledge/search", new { query = "When are the hives weighed?", collections = new[] { _collection } }),
            await ListAsync(n8n, "/rest/workflows"),
            await ListAsync(n8n, "/rest/credentials"),
            await OpenAsync(n8n));
    }

    private async Task UploadAsync(HttpClient agent)
    {
        using var form = new MultipartFormDataContent { { new StringContent($"# Bees\n\n{Fact}\n"), "file", "bees.md" } };
        using var accepted = await agent.PostAsync($"/api/knowledge/collections/{_collection}/documents", form, Cancellation);
        accepted.EnsureSuccessStatusCode();
        await WaitUntilAsync(async () =>
        {
            var documents = await agent.GetFromJsonAsync<JsonElement>($"/api/knowledge/collections/{_collection}/documents", Cancellation);
            var document = Assert.Single(documents.GetProperty("items").EnumerateArray());
            Assert.True(document.GetProperty("status").GetString() != "failed", document.ToString());
            return document.GetProperty("status").GetString() == "ready";
        });
    }

    private async Task AddWorkflowAsync()
    {
        using var n8n = await SignInToN8nAsync();
        var credential = Id(await PostAsync(n8n, "/rest/credentials", new { name = _name, type = "httpHeaderAuth", data = new { name = "X-Secret", value = _secret } }));
        var webhook = new
        {
            id = _name,
            name = "Webhook",
            type = "n8n-nodes-base.webhook",
            typeVersion = 2.1,
            position = new[] { 0, 0 },
            webhookId = _name,
            parameters = new { httpMethod = "GET", path = _name, authentication = "headerAuth", responseMode = "onReceived", options = new { responseData = Fact } },
            credentials = new { httpHeaderAuth = new { id = credential, name = _name } },
        };
        var workflow = JsonElement.Parse(await PostAsync(n8n, "/rest/workflows", new { name = _name, nodes = new[] { webhook }, connections = new { }, settings = new { executionOrder = "v1" } })).GetProperty("data");
        await PostAsync(n8n, $"/rest/workflows/{workflow.GetProperty("id").GetString()}/activate", new { versionId = workflow.GetProperty("versionId").GetString() });
    }

    /// <summary>Calls the webhook without the secret and with it; n8n opens its webhooks a moment after it is ready.</summary>
    private async Task<string> OpenAsync(HttpClient n8n)
    {
        var refused = HttpStatusCode.NotFound;
        await WaitUntilAsync(async () =>
        {
            using var answer = await n8n.GetAsync($"/webhook/{_name}", Cancellation);
            refused = answer.StatusCode;
            return refused != HttpStatusCode.NotFound;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/webhook/{_name}") { Headers = { { "X-Secret", _secret } } };
        using var opened = await n8n.SendAsync(request, Cancellation);
        return $"{(int)refused}, {(int)opened.StatusCode} {await opened.Content.ReadAsStringAsync(Cancellation)}";
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (!await isSo())
        {
            await Task.Delay(BetweenLooks, limit.Token);
        }
    }

    private async Task<HttpClient> SignInToN8nAsync()
    {
        var client = _stack.CreateClient("n8n");
        await PostAsync(client, "/rest/login", new { emailOrLdapLoginId = "owner@localai.internal", password = _stack.Secret("N8N_OWNER_PASSWORD") });
        return client;
    }

    /// <summary>Ordered, for n8n is free to order those that changed at the same time.</summary>
    private static async Task<string> ListAsync(HttpClient n8n, string path)
    {
        var list = await n8n.GetFromJsonAsync<JsonElement>(path, Cancellation);
        return string.Join('\n', list.GetProperty("data").EnumerateArray().Select(item => item.GetRawText()).Order(StringComparer.Ordinal));
    }

    private static async Task<string> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}: {text}");
        return text;
    }

    /// <summary>The agent answers with what was made, n8n with it in <c>data</c>.</summary>
    private static string Id(string answer) =>
        (JsonElement.Parse(answer) is var made && made.TryGetProperty("data", out var data) ? data : made).GetProperty("id").GetString()!;
}
