using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class FolderWatchTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Folders_BecomeCollections_AndFollowTheirFiles_WithoutLinks()
    {
        var root = Directory.CreateTempSubdirectory("localai-watch-");
        try
        {
            Write("Manuals/pump.txt", "The pump has a blue button.");
            Write("Manuals/deep/valve.md", "# Valve\n\nThe valve opens to the left.");
            Write("Manuals/copy.txt", "The pump has a blue button.");
            Write("Manuals/program.exe", "no document");
            Write("Notes/note.txt", "Call Petra.");
            File.CreateSymbolicLink(Path.Combine(root.FullName, "Notes", "passwd.txt"), "/etc/passwd");
            await using var ollama = await FakeOllama.StartAsync();
            await using var agent = await AgentServer.StartHealthyAsync(
                ollama, postgres.Server, services: null,
                ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString), ("Knowledge:WatchDirectory", root.FullName), ("Knowledge:WatchSeconds", "0.1"));

            await WaitAsync(agent, ["Call Petra.", "The pump has a blue button.", "Valve\n\nThe valve opens to the left."]);
            Write("Notes/note.txt", "Call Ines.");
            File.Delete(Path.Combine(root.FullName, "Manuals", "deep", "valve.md"));
            await WaitAsync(agent, ["Call Ines.", "The pump has a blue button."]);

            // One of two equal files goes: the other one is still a document.
            var first = await SourceAsync(agent);
            File.Delete(Path.Combine(root.FullName, first["folder:".Length..]));
            var second = first;
            while (second == first || second.Length == 0)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                second = await SourceAsync(agent);
            }

            File.Delete(Path.Combine(root.FullName, second["folder:".Length..]));
            await WaitAsync(agent, ["Call Ines."]);
            var (_, collections) = await agent.GetAsync("/api/knowledge/collections");
            Assert.Equal(["Manuals", "Notes"], collections.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        }
        finally
        {
            root.Delete(recursive: true);
        }

        void Write(string path, string content) => FolderWatchTests.Write(root, path, content);
    }

    [Fact]
    public async Task Watch_GoesOn_WhenADocumentIsGoneBeforeItIsDeleted()
    {
        var root = Directory.CreateTempSubdirectory("localai-watch-");
        try
        {
            Write(root, "Notes/note.txt", "Call Petra.");
            var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
            await using var ollama = await FakeOllama.StartAsync();
            await using var agent = AgentServer.Start(
                ollama.ConnectionString, database, services: null,
                ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString), ("Knowledge:WatchDirectory", root.FullName), ("Knowledge:WatchSeconds", "0.1"));
            await agent.WaitForHealthAsync("Healthy");
            await WaitAsync(agent, ["Call Petra."]);

            // As if another agent had been faster: nothing is left to delete. The sequence tells that it was tried.
            await ExecuteAsync(database, """
                CREATE SEQUENCE tried;
                CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''tried''); RETURN NULL; END';
                CREATE TRIGGER skip BEFORE DELETE ON knowledge_documents FOR EACH ROW EXECUTE FUNCTION skip();
                """);
            File.Delete(Path.Combine(root.FullName, "Notes", "note.txt"));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await ExecuteAsync(database, "SELECT is_called FROM tried") is not true)
            {
                await Task.Delay(50, limit.Token);
            }

            await ExecuteAsync(database, "DROP TRIGGER skip ON knowledge_documents");
            Write(root, "Notes/other.txt", "Call Ines.");
            await WaitAsync(agent, ["Call Ines."]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static void Write(DirectoryInfo root, string path, string content)
    {
        var file = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>Which of the two equal files is the document now; empty for neither.</summary>
    private static async Task<string> SourceAsync(AgentServer agent)
    {
        var passage = (await new KnowledgeClient(agent).SearchAsync("pump")).Find(found => found.GetProperty("text").GetString()!.Contains("pump", StringComparison.Ordinal));
        return passage.ValueKind == JsonValueKind.Undefined ? "" : passage.GetProperty("source").GetString()!;
    }

    /// <summary>Waits until exactly these passages are found by a search for all of them.</summary>
    private static async Task WaitAsync(AgentServer agent, string[] passages)
    {
        var knowledge = new KnowledgeClient(agent);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var found = (await knowledge.SearchAsync("call pump button valve opens")).Select(passage => passage.GetProperty("text").GetString()!).Order(StringComparer.Ordinal).ToList();
            if (found.SequenceEqual(passages))
            {
                return;
            }

            Assert.False(limit.IsCancellationRequested, string.Join(" | ", found));
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
