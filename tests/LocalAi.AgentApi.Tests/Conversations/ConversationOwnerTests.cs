using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Conversations;

/// <summary>Whose conversations a key sees.</summary>
public sealed class ConversationOwnerTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Key_SeesAndContinuesItsOwnConversationsOnly_WhileManageSeesAll()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        using var ada = await KeyAsync(agent, "chat");
        using var bob = await KeyAsync(agent, "chat");
        using var manager = await KeyAsync(agent, "manage");
        var (adas, bobs, managers) = (await CreateAsync(ada), await CreateAsync(bob), await CreateAsync(manager));
        var stacks = await agent.CreateConversationAsync();
        await SseReader.TurnAsync(ada, adas, "A secret of Ada's");

        Assert.Equal([adas], await ListAsync(ada));
        Assert.Equal([bobs], await ListAsync(bob));
        Assert.Empty(await ListAsync(bob, "?search=secret"));
        Assert.Equal([adas, stacks, managers, bobs], await ListAsync(manager));
        Assert.Equal([adas, stacks, managers, bobs], await ListAsync(agent.Http));
        foreach (var foreign in (Guid[])[adas, managers, stacks, Guid.NewGuid()])
        {
            Assert.Equal([404, 404, 404, 404], await StatusesAsync(bob, foreign));
        }

        Assert.Equal([200, 200, 200, 204], await StatusesAsync(ada, adas));
        Assert.Equal([200, 200, 200, 204], await StatusesAsync(manager, bobs));
        Assert.Equal([200, 200, 200, 204], await StatusesAsync(agent.Http, managers));
    }

    [Fact]
    public async Task Conversation_FromBeforeThereWereOwners_BelongsToTheStack()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        var old = Guid.NewGuid();
        await MigrateWithoutOwnersAsync(ollama, database, $"INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('{old}', 'Old', now(), now())");
        await using var agent = AgentServer.Start(ollama.ConnectionString, database);
        await agent.WaitForHealthAsync("Healthy");
        using var key = await KeyAsync(agent, "chat");

        Assert.Equal([old], await ListAsync(agent.Http));
        Assert.Empty(await ListAsync(key));
        Assert.Equal([404, 404, 404, 404], await StatusesAsync(key, old));
    }

    /// <summary>Leaves the schema as it was before migration 6.</summary>
    private static async Task MigrateWithoutOwnersAsync(FakeOllama ollama, string database, string then)
    {
        await using (var agent = AgentServer.Start(ollama.ConnectionString, database))
        {
            await agent.WaitForHealthAsync("Healthy");
        }

        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            $"ALTER TABLE conversations DROP COLUMN owner; DELETE FROM schema_versions WHERE scriptname LIKE '%0006-%'; {then}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpClient> KeyAsync(AgentServer agent, string scope)
    {
        var (_, made) = await agent.PostAsync("/api/keys", $$"""{"name":"a key","scopes":["{{scope}}"]}""");
        var http = new HttpClient { BaseAddress = agent.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("key").GetString());
        return http;
    }

    private static async Task<Guid> CreateAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("/api/conversations", new { }, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    private static async Task<List<Guid>> ListAsync(HttpClient http, string query = "")
    {
        var page = await http.GetFromJsonAsync<JsonElement>("/api/conversations" + query, TestContext.Current.CancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
    }

    /// <summary>Of reading, renaming, continuing and deleting it.</summary>
    private static async Task<List<int>> StatusesAsync(HttpClient http, Guid conversation)
    {
        var path = $"/api/conversations/{conversation}";
        var cancellationToken = TestContext.Current.CancellationToken;
        using var read = await http.GetAsync(path, cancellationToken);
        using var renamed = await http.PatchAsJsonAsync(path, new { title = "Mine" }, cancellationToken);
        using var sent = await http.PostAsJsonAsync($"{path}/messages", new { content = "Go on" }, cancellationToken);
        using var deleted = await http.DeleteAsync(path, cancellationToken);
        return [(int)read.StatusCode, (int)renamed.StatusCode, (int)sent.StatusCode, (int)deleted.StatusCode];
    }
}
