using LocalAi.AgentApi.Knowledge.Retrieval;
using LocalAi.AgentApi.Tests.Servers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class TextSearchTests(PostgresFixture postgres)
{
    private static readonly Guid Collection = Guid.NewGuid();

    [Fact]
    public async Task Passages_AreFoundByTheRareWordsOfAQuestion_WhenTheOthersAreEverywhere()
    {
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var ollama = await FakeOllama.StartAsync();
        await using (var agent = AgentServer.Start(ollama.ConnectionString, database))
        {
            await agent.WaitForHealthAsync("Healthy");
        }

        await using var source = NpgsqlDataSource.Create(database);
        var rare = await FillAsync(source, passages: 20_000);
        var search = new TextSearch(source);

        Assert.Equal(rare, await FindAsync("Which pump squeaks?"));
        Assert.Equal(rare, await FindAsync("pump \\' squeaks & | !"));
        Assert.Equal(50, (await FindAsync("Which pump?")).Count);
        Assert.Empty(await FindAsync("the or and"));

        async Task<IReadOnlyList<long>> FindAsync(string query) => await search.FindAsync(query, [Collection], 50, TestContext.Current.CancellationToken);
    }

    /// <summary>Every passage is about a pump, two are about one that squeaks, the first of them twice.</summary>
    private static async Task<long[]> FillAsync(NpgsqlDataSource source, int passages)
    {
        await using var command = source.CreateCommand($"""
            INSERT INTO knowledge_collections (id, name, created_at) VALUES ('{Collection}', 'x', now());
            INSERT INTO knowledge_documents (id, collection_id, name, source, format, size_bytes, content_hash, status, created_at, updated_at)
            VALUES ('{Collection}', '{Collection}', 'x', 'x', 'text', 1, 'x', 'ready', now(), now());
            INSERT INTO knowledge_chunks (document_id, position, heading, start_offset, text, search)
            SELECT '{Collection}', number, '', 0, text, to_tsvector('english', text) FROM (
                SELECT number, 'a pump, serial ' || number || CASE number WHEN 70 THEN ' squeaks, squeaks' WHEN 90 THEN ' squeaks' ELSE '' END AS text
                FROM generate_series(1, {passages}) AS number) AS passage;
            ANALYZE knowledge_chunks;
            """);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var read = source.CreateCommand("SELECT array_agg(id ORDER BY position) FROM knowledge_chunks WHERE position IN (70, 90)");
        return (long[])(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
