using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Knowledge;
using LocalAi.AgentApi.Tests.Servers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Database;

/// <summary>SQL in every text that a request, a file or a model can bring into the database: it is kept as it came, and does nothing.</summary>
public sealed class SqlInTextTests(PostgresFixture postgres)
{
    private static readonly string[] Tables =
    [
        "api_keys", "conversations", "messages", "token_usage", "knowledge_collections", "knowledge_documents", "knowledge_contents", "knowledge_chunks", "knowledge_models", "knowledge_vectors",
    ];

    [Theory]
    [InlineData("'; DROP SCHEMA public CASCADE; --")]
    [InlineData("\\'; DELETE FROM conversations; --")]
    [InlineData("$1'') OR ('1'='1%_")]
    [InlineData("$$; DROP TABLE api_keys CASCADE; $$")]
    public async Task Text_IsKeptAsItCame(string sql)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, sql);
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var agent = AgentServer.Start(ollama.ConnectionString, database, null, ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));
        await agent.WaitForHealthAsync("Healthy");
        var knowledge = new KnowledgeClient(agent);

        var (_, key) = await agent.PostAsync("/api/keys", JsonSerializer.Serialize(new { name = sql }));
        var (_, conversation) = await agent.PostAsync(
            "/api/conversations", JsonSerializer.Serialize(new { title = sql, tools = new[] { sql }, collections = new[] { sql } }));
        var path = $"/api/conversations/{conversation.GetProperty("id").GetGuid()}";
        using var renamed = await agent.Http.PatchAsJsonAsync(path, new { title = sql + "2" }, TestContext.Current.CancellationToken);
        var turn = await SseReader.TurnAsync(agent.Http, conversation.GetProperty("id").GetGuid(), sql);
        var (_, stored) = await agent.GetAsync(path);
        var (_, listed) = await agent.GetAsync($"/api/conversations?search={Uri.EscapeDataString(sql)}");
        var collection = await knowledge.CreateCollectionAsync(sql);
        var (_, uploaded) = await knowledge.UploadAsync(collection, (sql + ".md", Encoding.UTF8.GetBytes($"# {sql}\n\nIn words: {sql}")));
        var document = await knowledge.WaitAsync(
            uploaded.GetProperty("items")[0].GetProperty("document").GetProperty("id").GetGuid(), candidate => KnowledgeClient.Status(candidate) == "ready");
        var found = await knowledge.SearchAsync("In words: " + sql, collection);
        var (noModel, _) = await agent.PostAsync(path + "/messages", JsonSerializer.Serialize(new { content = "x", model = sql }));
        var (noPage, _) = await agent.PostAsync($"/api/knowledge/collections/{collection}/documents/url", JsonSerializer.Serialize(new { url = sql }));
        var (noConversation, _) = await agent.GetAsync($"/api/conversations/{Uri.EscapeDataString(sql)}");

        Assert.Equal(sql, key.GetProperty("details").GetProperty("name").GetString());
        Assert.Equal((sql + "2", sql, sql), (Text(stored, "title"), stored.GetProperty("tools")[0].GetString(), stored.GetProperty("collections")[0].GetString()));
        Assert.Equal([sql, sql], stored.GetProperty("messages").EnumerateArray().Select(message => Text(message, "content")));
        Assert.Equal("done", turn[^1].Event);
        Assert.Equal(path[^36..], Text(Assert.Single(listed.GetProperty("items").EnumerateArray()), "id"));
        Assert.Equal(Path.GetFileName(sql.Replace('\\', '/')) + ".md", Text(document, "name"));
        Assert.Contains("In words: ", Text(Assert.Single(found), "text"), StringComparison.Ordinal);
        Assert.Equal((404, 400, 404), (noModel, noPage, noConversation));
        Assert.Equal(200, (await agent.GetAsync("/api/usage")).Status);
        Assert.Equal(200, (int)renamed.StatusCode);
        Assert.Equal(Tables.Order(), await FilledTablesAsync(database));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>The agent's tables that have a row.</summary>
    private static async Task<List<string>> FilledTablesAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var filled = new List<string>();
        foreach (var table in Tables.Order())
        {
            await using var command = source.CreateCommand($"SELECT EXISTS (SELECT 1 FROM {table})");
            if (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is true)
            {
                filled.Add(table);
            }
        }

        return filled;
    }
}
