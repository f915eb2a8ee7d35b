using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class IngestionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Document_IsReadyWithAllItsPassages_AndStoredOnce_WhenUploadedTwice()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var knowledge = new KnowledgeClient(agent);
        var collection = await knowledge.CreateCollectionAsync("x");
        var other = await knowledge.CreateCollectionAsync("y");

        var document = await knowledge.TakeInAsync(collection, "ten.md", Paragraphs(10));
        var (_, again) = await knowledge.UploadAsync(collection, ("copy.md", Encoding.UTF8.GetBytes(Paragraphs(10))));
        var (_, elsewhere) = await knowledge.UploadAsync(other, ("copy.md", Encoding.UTF8.GetBytes(Paragraphs(10))));

        Assert.Equal(
            ("ready", "markdown", 10, 10, ollama.Embedding),
            (KnowledgeClient.Status(document), document.GetProperty("format").GetString(), document.GetProperty("chunkCount").GetInt32(),
             document.GetProperty("embeddedCount").GetInt32(), document.GetProperty("embeddingModel").GetString()));
        Assert.Equal([4, 4, 2], ollama.Embeds.Take(3).Select(batch => batch.Length));
        Assert.StartsWith("Part 0\n\nParagraph 0 says", ollama.Embeds.First()[0], StringComparison.Ordinal);
        var duplicate = again.GetProperty("items")[0];
        Assert.Equal((true, document.GetRawText()), (duplicate.GetProperty("duplicate").GetBoolean(), duplicate.GetProperty("document").GetRawText()));
        Assert.False(elsewhere.GetProperty("items")[0].GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    public async Task Ingestion_GoesOnWhereItStopped_WhenTheAgentIsRestarted()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        var never = new TaskCompletionSource<float[][]>();
        var answer = ollama.OnEmbed;
        var batches = 0;
        ollama.OnEmbed = texts => Interlocked.Increment(ref batches) <= 2 ? answer(texts) : never.Task;
        Guid id;
        await using (var before = await StartAsync(ollama, database))
        {
            var knowledge = new KnowledgeClient(before);
            var (_, uploaded) = await knowledge.UploadAsync(await knowledge.CreateCollectionAsync("x"), ("twenty.md", Encoding.UTF8.GetBytes(Paragraphs(20))));
            id = uploaded.GetProperty("items")[0].GetProperty("document").GetProperty("id").GetGuid();
            var half = await knowledge.WaitAsync(id, document => document.GetProperty("embeddedCount").GetInt32() == 8);
            Assert.Equal(("embedding", 20), (KnowledgeClient.Status(half), half.GetProperty("chunkCount").GetInt32()));
        }

        var asked = ollama.Embeds.Take(2).SelectMany(batch => batch).ToList();
        ollama.Embeds.Clear();
        ollama.OnEmbed = answer;
        await using var after = await StartAsync(ollama, database);
        await new KnowledgeClient(after).WaitAsync(id, document => KnowledgeClient.Status(document) == "ready");

        Assert.Equal(20, asked.Concat(ollama.Embeds.SelectMany(batch => batch)).Distinct().Count());
        Assert.Equal(12, ollama.Embeds.Sum(batch => batch.Length));
        never.SetResult([]);
    }

    [Fact]
    public async Task Documents_AreEmbeddedAgain_WhenTheModelChanges()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var next = await FakeOllama.StartAsync();
        next.OnEmbed = texts => Task.FromResult(texts.Select(text => new[] { text.Length, 1f, 2f, 3f, 4f }).ToArray());
        next.Embedding = "other-embed";
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        Guid id;
        await using (var before = await StartAsync(ollama, database))
        {
            var knowledge = new KnowledgeClient(before);
            id = (await knowledge.TakeInAsync(await knowledge.CreateCollectionAsync("x"), "ten.md", Paragraphs(10))).GetProperty("id").GetGuid();
        }

        await using var after = await StartAsync(next, database);
        var document = await new KnowledgeClient(after).WaitAsync(
            id, candidate => KnowledgeClient.Status(candidate) == "ready" && candidate.GetProperty("embeddingModel").GetString() == "other-embed" && candidate.GetProperty("embeddedCount").GetInt32() == 10);
        var passages = await new KnowledgeClient(after).SearchAsync("zzz");
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT string_agg(DISTINCT m.name || ' ' || cardinality(v.embedding), ',') FROM knowledge_vectors v JOIN knowledge_models m ON m.id = v.model_id");

        Assert.Equal(10, document.GetProperty("chunkCount").GetInt32());
        Assert.Equal("other-embed 5", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Equal(6, passages.Count);
    }

    [Fact]
    public async Task Document_IsFoundByItsWordsAndWaits_WhileTheEmbeddingModelIsAway()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var answer = ollama.OnEmbed;
        ollama.OnEmbed = _ => throw new InvalidOperationException("out of memory");
        await using var agent = await StartAsync(ollama, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var knowledge = new KnowledgeClient(agent);
        var (_, uploaded) = await knowledge.UploadAsync(await knowledge.CreateCollectionAsync("x"), ("ten.md", Encoding.UTF8.GetBytes(Paragraphs(10))));
        var id = uploaded.GetProperty("items")[0].GetProperty("document").GetProperty("id").GetGuid();

        var waiting = await knowledge.WaitAsync(id, document => Error(document) is not null);
        var (_, found) = await agent.PostAsync("/api/knowledge/search", """{"query":"paragraph number7"}""");
        ollama.OnEmbed = answer;
        var ready = await knowledge.WaitAsync(id, document => KnowledgeClient.Status(document) == "ready");

        Assert.StartsWith("Waiting for the embedding model.", Error(waiting), StringComparison.Ordinal);
        Assert.StartsWith("Searched by words only.", found.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("number7", found.GetProperty("passages")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Null(Error(ready));
    }

    [Fact]
    public async Task Document_FailsWithTheReasonAndCanBeTriedAgain_WhenItIsEncrypted()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var knowledge = new KnowledgeClient(agent);
        var collection = await knowledge.CreateCollectionAsync("x");

        var failed = await knowledge.TakeInAsync(collection, "secret.pdf", TestDocuments.EncryptedPdf());
        var good = await knowledge.TakeInAsync(collection, "good.txt", "The next document is taken in.");
        var (status, again) = await agent.PostAsync($"/api/knowledge/documents/{failed.GetProperty("id").GetGuid()}/retry", "");
        var still = await knowledge.WaitAsync(failed.GetProperty("id").GetGuid(), document => KnowledgeClient.Status(document) == "failed");

        Assert.Equal("failed", KnowledgeClient.Status(failed));
        Assert.Equal("The PDF is encrypted. Save it without a password and upload it again.", Error(failed));
        Assert.Equal("ready", KnowledgeClient.Status(good));
        Assert.Equal((200, "queued"), (status, KnowledgeClient.Status(again)));
        Assert.Equal(Error(failed), Error(still));
    }

    private static async Task<AgentServer> StartAsync(FakeOllama ollama, string database)
    {
        var agent = AgentServer.Start(
            ollama.ConnectionString, database, services: null,
            ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString), ("Knowledge:EmbeddingBatch", "4"));
        await agent.WaitForHealthAsync("Healthy");
        return agent;
    }

    private static string? Error(JsonElement document) => document.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static string Paragraphs(int count) => string.Join("\n\n", Enumerable.Range(0, count).Select(index =>
        $"# Part {index}\n\nParagraph {index} says number{index}."));
}
