using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.AgentApi.Tests.WebPages;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class KnowledgeEndpointTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Collections_AreMadeListedRenamedAndDeleted()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var knowledge = new KnowledgeClient(agent);
        var manuals = await knowledge.CreateCollectionAsync("Manuals");
        var contracts = await knowledge.CreateCollectionAsync("'; DROP TABLE knowledge_documents; --");
        await knowledge.UploadAsync(manuals, ("a.txt", Encoding.UTF8.GetBytes("Some text")));

        var (taken, problem) = await agent.PostAsync("/api/knowledge/collections", """{"name":"manuals"}""");
        using var renamed = await agent.Http.PatchAsJsonAsync($"/api/knowledge/collections/{contracts}", new { name = "Contracts" }, TestContext.Current.CancellationToken);
        var (_, list) = await agent.GetAsync("/api/knowledge/collections");
        using var deleted = await agent.Http.DeleteAsync($"/api/knowledge/collections/{manuals}", TestContext.Current.CancellationToken);
        using var again = await agent.Http.DeleteAsync($"/api/knowledge/collections/{manuals}", TestContext.Current.CancellationToken);
        var (_, after) = await agent.GetAsync("/api/knowledge/collections");

        Assert.Equal((400, "There is a collection 'manuals' already."), (taken, problem.GetProperty("detail").GetString()));
        Assert.Equal(
            [("Contracts", 0, 0), ("Manuals", 1, 9)],
            list.GetProperty("items").EnumerateArray().Select(item =>
                (item.GetProperty("name").GetString(), item.GetProperty("documentCount").GetInt32(), item.GetProperty("sizeBytes").GetInt32())));
        Assert.Equal((200, 204, 404), ((int)renamed.StatusCode, (int)deleted.StatusCode, (int)again.StatusCode));
        Assert.Equal(["Contracts"], after.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("post", "/api/knowledge/collections", """{"name":"  "}""", 400, "name")]
    [InlineData("post", "/api/knowledge/collections", """{"name":"a\u0000b"}""", 400, "name")]
    [InlineData("post", "/api/knowledge/collections", """{"name":7}""", 400, "name")]
    [InlineData("post", "/api/knowledge/collections", """{"name":"a","keys":["'; --"]}""", 400, "keys[0]")]
    [InlineData("post", "/api/knowledge/search", """{"query":""}""", 400, "query")]
    [InlineData("post", "/api/knowledge/search", """{"query":"x","limit":0}""", 400, "limit")]
    [InlineData("post", "/api/knowledge/search", """{"query":"x","collections":["0197a4c4-0000-7000-8000-000000000000"]}""", 404, null)]
    [InlineData("post", "/api/knowledge/search", """{"query":"x","collections":["'"]}""", 400, "collections[0]")]
    [InlineData("get", "/api/knowledge/documents/0197a4c4-0000-7000-8000-000000000000", "", 404, null)]
    [InlineData("get", "/api/knowledge/documents/0197a4c4-0000-7000-8000-000000000000/text", "", 404, null)]
    [InlineData("get", "/api/knowledge/collections/0197a4c4-0000-7000-8000-000000000000/documents", "", 404, null)]
    public async Task Requests_AreRefusedWithTheField_WhenTheyAreWrong(string method, string path, string body, int status, string? field)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        var (actual, problem) = method == "get" ? await agent.GetAsync(path) : await agent.PostAsync(path, body);

        Assert.Equal(status, actual);
        Assert.Equal(field, problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Single().Name : null);
    }

    [Fact]
    public async Task Key_SeesOnlyTheCollectionsThatItIsAllowed_AndChangesNone()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, services: null, ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));
        var knowledge = new KnowledgeClient(agent);
        var (_, key) = await agent.PostAsync("/api/keys", """{"name":"sales","scopes":["chat"]}""");
        var keyId = key.GetProperty("details").GetProperty("id").GetGuid();
        var open = await knowledge.CreateCollectionAsync("Open");
        var sales = await knowledge.CreateCollectionAsync("Sales");
        var board = await knowledge.CreateCollectionAsync("Board");
        await ChangeAsync(sales, $$"""{"keys":["{{keyId}}"]}""");
        await ChangeAsync(board, """{"keys":[]}""");
        await knowledge.TakeInAsync(open, "open.txt", "The launch is on Monday.");
        await knowledge.TakeInAsync(sales, "sales.txt", "The launch costs ten.");
        var secret = await knowledge.TakeInAsync(board, "board.txt", "The launch will fail.");
        using var http = new HttpClient { BaseAddress = agent.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("key").GetString());

        Assert.Equal(["Open", "Sales"], await NamesAsync());
        Assert.Equal(["open.txt", "sales.txt"], await FoundAsync());
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, $"/api/knowledge/documents/{secret.GetProperty("id").GetGuid()}/text"));
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, $"/api/knowledge/documents/{secret.GetProperty("id").GetGuid()}/file"));
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, $"/api/knowledge/collections/{board}/documents"));
        Assert.Equal(403, await StatusAsync(HttpMethod.Delete, $"/api/knowledge/collections/{open}"));
        Assert.Equal(3, (await knowledge.SearchAsync("launch")).Count);
        await ChangeAsync(board, """{"keys":["*"]}""");
        Assert.Equal(["Board", "Open", "Sales"], await NamesAsync());
        await ChooseAsync($"\"{sales}\"");
        Assert.Equal(["Sales"], await NamesAsync());
        Assert.Equal(["sales.txt"], await FoundAsync());
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, $"/api/knowledge/documents/{secret.GetProperty("id").GetGuid()}/text"));
        await knowledge.CreateCollectionAsync("Later");
        Assert.Equal(["Sales"], await NamesAsync());
        await ChooseAsync("\"*\"");
        Assert.Equal(["Board", "Later", "Open", "Sales"], await NamesAsync());

        async Task ChangeAsync(Guid collection, string change)
        {
            using var content = new StringContent(change, Encoding.UTF8, "application/json");
            using var response = await agent.Http.PatchAsync($"/api/knowledge/collections/{collection}", content, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
        }

        async Task ChooseAsync(string collections)
        {
            using var content = new StringContent($$"""{"collections":[{{collections}}]}""", Encoding.UTF8, "application/json");
            using var response = await agent.Http.PatchAsync($"/api/keys/{keyId}", content, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
        }

        async Task<List<string?>> NamesAsync() =>
            [.. (await http.GetFromJsonAsync<JsonElement>("/api/knowledge/collections", TestContext.Current.CancellationToken))
                .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())];

        async Task<List<string?>> FoundAsync()
        {
            using var response = await http.PostAsJsonAsync("/api/knowledge/search", new { query = "launch" }, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            return [.. body.GetProperty("passages").EnumerateArray().Select(passage => passage.GetProperty("documentName").GetString()).Order()];
        }

        async Task<int> StatusAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Uploads_AreRefusedAsAWhole_WhenOneFileIsWrong()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var knowledge = new KnowledgeClient(agent);
        var collection = await knowledge.CreateCollectionAsync("x");
        var good = ("good.txt", Encoding.UTF8.GetBytes("Good"));

        var unknown = await knowledge.UploadAsync(collection, good, ("program.exe", [1]));
        var empty = await knowledge.UploadAsync(collection, good, ("empty.txt", []));
        var none = await knowledge.UploadAsync(collection);
        var nowhere = await knowledge.UploadAsync(Guid.NewGuid(), good);
        var (_, documents) = await agent.GetAsync($"/api/knowledge/collections/{collection}/documents");

        Assert.Equal(
            (400, "'program.exe' is of no known format. Files end with .pdf, .docx, .md, .markdown, .html, .htm, .txt, .text, .log, .csv, .tsv."),
            (unknown.Status, unknown.Body.GetProperty("detail").GetString()));
        Assert.Equal((400, "'empty.txt' is empty."), (empty.Status, empty.Body.GetProperty("detail").GetString()));
        Assert.Equal((400, 404), (none.Status, nowhere.Status));
        Assert.Empty(documents.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Upload_IsRefusedWith413_WhenItHas200Megabytes()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var collection = await new KnowledgeClient(agent).CreateCollectionAsync("x");
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(new byte[200_000_000]), "file", "large.pdf");

        using var response = await agent.Http.PostAsync($"/api/knowledge/collections/{collection}/documents", form, TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(
            (413, "The upload is larger than Knowledge:MaxUploadBytes allows."), ((int)response.StatusCode, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Page_IsTakenInByItsAddress_ButNotFromInside()
    {
        await using var site = await WebSite.StartAsync(context =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("The fair opens in May.");
        });
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(
            ollama, postgres.Server, services: null, ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString), ("WebPages:PrivateHosts:0", "127.0.0.1"));
        var knowledge = new KnowledgeClient(agent);
        var path = $"/api/knowledge/collections/{await knowledge.CreateCollectionAsync("x")}/documents/url";
        var url = $"http://127.0.0.1:{site.Port}/fair";

        var (status, added) = await agent.PostAsync(path, $$"""{"url":"{{url}}"}""");
        var document = added.GetProperty("items")[0].GetProperty("document");
        await knowledge.WaitAsync(document.GetProperty("id").GetGuid(), candidate => KnowledgeClient.Status(candidate) == "ready");
        var (_, again) = await agent.PostAsync(path, $$"""{"url":"{{url}}"}""");
        var (refused, problem) = await agent.PostAsync(path, """{"url":"http://169.254.169.254/latest/meta-data/"}""");
        var (empty, _) = await agent.PostAsync(path, "{}");

        Assert.Equal((202, url), (status, document.GetProperty("source").GetString()));
        Assert.Contains("The fair opens in May.", Assert.Single(await knowledge.SearchAsync("When does the fair open?")).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(again.GetProperty("items")[0].GetProperty("duplicate").GetBoolean());
        Assert.Equal((400, "url"), (refused, problem.GetProperty("errors").EnumerateObject().Single().Name));
        Assert.Equal(400, empty);
    }

    [Fact]
    public async Task File_ComesBackAsAnAttachment_AndItsTextWithThePassagesPlace()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, services: null, ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));
        var knowledge = new KnowledgeClient(agent);
        var collection = await knowledge.CreateCollectionAsync("x");
        var page = "<h1>Pumps</h1><p>The Nordwind pump has 38 months of warranty.</p><script>alert(1)</script>";
        var document = await knowledge.TakeInAsync(collection, "../päge.html", page);
        var id = document.GetProperty("id").GetGuid();

        using var file = await agent.Http.GetAsync($"/api/knowledge/documents/{id}/file", TestContext.Current.CancellationToken);
        var (_, reading) = await agent.GetAsync($"/api/knowledge/documents/{id}/text");
        var passage = Assert.Single(await knowledge.SearchAsync("How long is the warranty?"));

        Assert.Equal("päge.html", document.GetProperty("name").GetString());
        Assert.Equal(page, await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        var text = reading.GetProperty("text").GetString()!;
        Assert.Equal(passage.GetProperty("text").GetString(), text[passage.GetProperty("start").GetInt32()..]);
        Assert.Equal((id, "Pumps"), (passage.GetProperty("documentId").GetGuid(), passage.GetProperty("heading").GetString()));
    }
}
