using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class RetrievalTests(PostgresFixture postgres)
{
    private static readonly (string Name, string Text)[] Documents =
    [
        ("warranty.md", "# Nordwind pumps\n\n## Warranty\n\nThe warranty lasts 38 months from delivery. It does not cover seals.\n\n## Noise\n\nAt full load the pump makes 41 dB."),
        ("holidays.md", "# Staff handbook\n\n## Holidays\n\nEveryone has thirty days of paid holiday a year. Up to five days carry over to March.\n\n## Sick leave\n\nCall before nine."),
        ("prices.csv", "Article,Price\nSeal kit A-17,24.50\nSeal kit B-3,31.00\nPump oil,12.00\n"),
        ("travel.txt", "Trains are booked in second class.\n\nHotels cost up to 140 euros a night.\n\nKilometres in one's own car are paid with 42 cents."),
    ];

    private static readonly (string Question, string Document, string Passage)[] Questions =
    [
        ("How long is the warranty on pumps?", "warranty.md", "38 months"),
        ("How loud is the pump at full load?", "warranty.md", "41 dB"),
        ("How many days of holiday do I have?", "holidays.md", "thirty days"),
        ("What does seal kit B-3 cost?", "prices.csv", "31.00"),
        ("How much may a hotel cost a night?", "travel.txt", "140 euros"),
    ];

    [Fact]
    public async Task Search_FindsTheRightPassageFirst_WithoutPgvector()
    {
        await using var simulator = await Simulator.StartAsync();

        var results = await RunAsync(simulator, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));

        AssertRight(results);
    }

    [Fact]
    public async Task Search_GivesTheSameResults_WithPgvectorAndWithout()
    {
        Assert.SkipUnless(PgvectorServer.WhyNot() is null, PgvectorServer.WhyNot() ?? "");
        await using var simulator = await Simulator.StartAsync();
        await using var server = await PgvectorServer.StartAsync(TestContext.Current.CancellationToken);

        var exact = await RunAsync(simulator, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var database = await server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        var indexed = await RunAsync(simulator, database, () => WaitForIndexAsync(database));

        AssertRight(indexed);
        Assert.Equal(exact, indexed);
    }

    [Fact]
    public async Task Search_LooksOnlyInTheChosenCollections_AndForgetsWhatIsDeleted()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = await StartAsync(simulator, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var knowledge = new KnowledgeClient(agent);
        var first = await knowledge.CreateCollectionAsync("first");
        var second = await knowledge.CreateCollectionAsync("second");
        var one = await knowledge.TakeInAsync(first, "one.txt", "The door code of building one is 4711.");
        var two = await knowledge.TakeInAsync(second, "two.txt", "The door code of building two is 4712.");

        var both = await NamesAsync();
        var onlySecond = await NamesAsync(second);
        using var deleted = await agent.Http.DeleteAsync($"/api/knowledge/documents/{two.GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken);
        var afterwards = await NamesAsync();

        Assert.Equal(["two.txt", "one.txt"], both);
        Assert.Equal(["two.txt"], onlySecond);
        Assert.Equal(["one.txt"], afterwards);

        async Task<List<string?>> NamesAsync(params Guid[] collections) =>
            [.. (await knowledge.SearchAsync("What is the door code of building two?", collections.Length == 0 ? [first, second] : collections))
                .Select(passage => passage.GetProperty("documentName").GetString())];
    }

    [Fact]
    public async Task Turn_AnswersFromTheDocumentsOfItsCollections_AndCitesThePassage()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = await StartAsync(simulator, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        var knowledge = new KnowledgeClient(agent);
        var document = await knowledge.TakeInAsync(await knowledge.CreateCollectionAsync("Pumps"), Documents[0].Name, Documents[0].Text);
        await knowledge.TakeInAsync(await knowledge.CreateCollectionAsync("Other"), "other.txt", "The warranty on lamps lasts 12 months.");
        var (_, conversation) = await agent.PostAsync("/api/conversations", """{"collections":["Pumps"]}""");

        var events = await SseReader.TurnAsync(agent.Http, conversation.GetProperty("id").GetGuid(), "How long does the warranty last?");

        var message = events[^1].Data.GetProperty("message");
        Assert.Contains("38 months", message.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("knowledge_search", Assert.Single(message.GetProperty("toolCalls").EnumerateArray()).GetProperty("name").GetString());
        var sources = message.GetProperty("sources").EnumerateArray().ToList();
        Assert.DoesNotContain(sources, source => source.GetProperty("title").GetString() == "other.txt");
        var cited = sources[0];
        Assert.Equal((1, "warranty.md"), (cited.GetProperty("number").GetInt32(), cited.GetProperty("title").GetString()));
        Assert.StartsWith($"/knowledge/documents/{document.GetProperty("id").GetGuid()}?from=", cited.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Contains("38 months", cited.GetProperty("passage").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'; DROP TABLE knowledge_chunks; --")]
    [InlineData("a & b | !c <-> (d:*)")]
    [InlineData("\\ % _ ' \" $1")]
    public async Task Search_TakesAnythingAsWords(string query)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        var (status, body) = await agent.PostAsync("/api/knowledge/search", JsonSerializer.Serialize(new { query }));

        Assert.Equal(200, status);
        Assert.Empty(body.GetProperty("passages").EnumerateArray());
    }

    private static void AssertRight(List<string> results)
    {
        for (var index = 0; index < Questions.Length; index++)
        {
            var best = results[index].Split('\n')[0];
            Assert.Contains(Questions[index].Document, best, StringComparison.Ordinal);
            Assert.Contains(Questions[index].Passage, best, StringComparison.Ordinal);
        }
    }

    /// <summary>Takes the documents in and asks the questions: a line per passage with everything but what is random.</summary>
    private static async Task<List<string>> RunAsync(Simulator simulator, string database, Func<Task>? beforeAskingAsync = null)
    {
        await using var agent = await StartAsync(simulator, database);
        var knowledge = new KnowledgeClient(agent);
        var collection = await knowledge.CreateCollectionAsync("x");
        foreach (var (name, text) in Documents)
        {
            Assert.Equal("ready", KnowledgeClient.Status(await knowledge.TakeInAsync(collection, name, text)));
        }

        await (beforeAskingAsync?.Invoke() ?? Task.CompletedTask);
        var results = new List<string>();
        foreach (var (question, _, _) in Questions)
        {
            results.Add(string.Join('\n', (await knowledge.SearchAsync(question, collection)).Select(passage => string.Join(
                '|',
                passage.GetProperty("documentName").GetString(), passage.GetProperty("text").GetString()!.ReplaceLineEndings(" "),
                passage.GetProperty("score").GetDouble(), passage.GetProperty("similarity").GetDouble()))));
        }

        return results;
    }

    /// <summary>It is made once no document waits any more.</summary>
    private static async Task WaitForIndexAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'knowledge_vectors_hnsw_1' AND indexdef LIKE '%USING hnsw%')");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await command.ExecuteScalarAsync(limit.Token) is not true)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<AgentServer> StartAsync(Simulator simulator, string database)
    {
        var agent = AgentServer.Start(
            simulator.ConnectionString, database, services: null, ("ConnectionStrings:embedding", simulator.EmbeddingConnectionString));
        await agent.WaitForHealthAsync("Healthy");
        return agent;
    }
}
