using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.AgentApi.Tests.ModelManagement;

public sealed class ModelManagementTests
{
    private static readonly (string, string) OnA3090 = ("Hardware:Gpu", "rtx-3090");

    [Fact]
    public async Task Installed_HasMemoryAndExpectation_WhenAModelIsLoaded()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.Running = [new { name = "llama3.1:8b", size = 6_000_000_000L, size_vram = 6_000_000_000L, context_length = 8192 }];
        await using var agent = AgentServer.Start(library.ConnectionString, settings: OnA3090);

        var (status, body) = await agent.GetAsync("/api/models/installed");

        Assert.Equal((200, "ollama", true), (status, body.GetProperty("provider").GetString(), body.GetProperty("manageable").GetBoolean()));
        var model = Assert.Single(body.GetProperty("models").EnumerateArray());
        Assert.Equal(("llama3.1:8b", 4_920_753_328, "Q4_K_M"), (model.GetProperty("name").GetString(), model.GetProperty("sizeBytes").GetInt64(), model.GetProperty("quantization").GetString()));
        Assert.Equal(1, model.GetProperty("loaded").GetProperty("gpuShare").GetDouble());
        Assert.Equal("gpu", model.GetProperty("expected").GetProperty("fit").GetString());
        Assert.InRange(model.GetProperty("expected").GetProperty("decodeTokensPerSecond").GetProperty("expected").GetDouble(), 100, 140);
        Assert.False(model.TryGetProperty("note", out _));
    }

    [Fact]
    public async Task Installed_SaysWhatSpilled_WhenLayersRunOnTheCpu()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.Running = [new { name = "llama3.1:8b", size = 10_000L, size_vram = 7_500L, context_length = 8192 }];
        await using var agent = AgentServer.Start(library.ConnectionString, settings: OnA3090);

        var (_, body) = await agent.GetAsync("/api/models/installed");

        Assert.StartsWith("25% of this model spilled to the CPU", body.GetProperty("models")[0].GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalogue_MarksWhatIsInstalled_WithAFitForEach()
    {
        await using var library = await FakeLibrary.StartAsync();
        await using var agent = AgentServer.Start(library.ConnectionString, settings: OnA3090);

        var (_, body) = await agent.GetAsync("/api/models/catalogue");

        var models = body.GetProperty("models").EnumerateArray().ToList();
        Assert.InRange(models.Count, 40, 1000);
        Assert.Equal(["llama3.1:8b"], models.Where(model => model.GetProperty("installed").GetBoolean()).Select(model => model.GetProperty("tag").GetString()));
        Assert.Equal("split", models.Single(model => model.GetProperty("tag").GetString() == "llama3.3:70b").GetProperty("estimate").GetProperty("fit").GetString());
    }

    [Fact]
    public async Task Pull_StreamsProgressAndEnds_WhenTheServerHasTheModel()
    {
        await using var library = await FakeLibrary.StartAsync();
        await using var agent = AgentServer.Start(library.ConnectionString);

        await using var events = await SseReader.PostAsync(agent.Http, "/api/models/pull", """{"model":"qwen3:0.6b"}""");

        Assert.Equal(
            [
                ("progress", """{"status":"pulling manifest","completedBytes":0,"totalBytes":0}"""),
                ("progress", """{"status":"pulling 667b0c1932bc","completedBytes":400,"totalBytes":1000}"""),
                ("progress", """{"status":"pulling 667b0c1932bc","completedBytes":1000,"totalBytes":1000}"""),
                ("progress", """{"status":"success","completedBytes":0,"totalBytes":0}"""),
                ("done", """{"model":"qwen3:0.6b"}"""),
            ],
            await events.RestAsync());
        Assert.Equal(["qwen3:0.6b"], library.Pulls);
    }

    [Fact]
    public async Task Pull_Is404WithTheServersWords_WhenTheModelDoesNotExist()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.OnPull = async context =>
        {
            await FakeLibrary.LineAsync(context, new { status = "pulling manifest" });
            await FakeLibrary.LineAsync(context, new { error = "pull model manifest: file does not exist" });
        };
        await using var agent = AgentServer.Start(library.ConnectionString);

        var (status, problem) = await agent.PostAsync("/api/models/pull", """{"model":"nobody/nothing:1b"}""");

        Assert.Equal((404, "nobody/nothing:1b: pull model manifest: file does not exist"), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Pull_Is502_WhenTheServerBreaksOffBeforeItBegan()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.OnPull = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using var agent = AgentServer.Start(library.ConnectionString);

        Assert.Equal(502, (await agent.PostAsync("/api/models/pull", """{"model":"qwen3:0.6b"}""")).Status);
    }

    [Theory]
    [InlineData(null, 502)]
    [InlineData("max retries exceeded: connection reset by peer", 502)]
    public async Task Pull_EndsWithAnErrorEvent_WhenTheDownloadFails(string? error, int status)
    {
        await using var library = await FakeLibrary.StartAsync();
        library.OnPull = async context =>
        {
            await FakeLibrary.LineAsync(context, new { status = "pulling x", total = 1000L, completed = 100L });
            if (error is not null)
            {
                await FakeLibrary.LineAsync(context, new { error });
            }
        };
        await using var agent = AgentServer.Start(library.ConnectionString);

        await using var events = await SseReader.PostAsync(agent.Http, "/api/models/pull", """{"model":"qwen3:0.6b"}""");

        var (last, data) = (await events.RestAsync())[^1];
        Assert.Equal(("error", status), (last, JsonElement.Parse(data).GetProperty("status").GetInt32()));
        Assert.Contains(error ?? "broke off", JsonElement.Parse(data).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_StopsTheServersDownload_WhenTheCallerGoesAway()
    {
        await using var library = await FakeLibrary.StartAsync();
        var aborted = new TaskCompletionSource();
        library.OnPull = async context =>
        {
            await FakeLibrary.LineAsync(context, new { status = "pulling x", total = 1000L, completed = 100L });
            await using var registration = context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
        };
        await using var agent = AgentServer.Start(library.ConnectionString);
        await using (var events = await SseReader.PostAsync(agent.Http, "/api/models/pull", """{"model":"qwen3:0.6b"}"""))
        {
            Assert.Equal("progress", (await events.NextAsync())?.EventType);
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pull_IsRefusedWithTheNumbers_WhenTheDiskIsTooFull()
    {
        await using var library = await FakeLibrary.StartAsync();
        await using var agent = AgentServer.Start(
            library.ConnectionString, services: services => services.AddSingleton<Func<string, long?>>(_ => 10_000_000_000), settings: ("ModelManagement:ModelsDirectory", "/models"));

        var (status, problem) = await agent.PostAsync("/api/models/pull", """{"model":"llama3.3:70b"}""");

        Assert.Equal(507, status);
        Assert.Equal("llama3.3:70b takes 42.5 GB and 10.0 GB are free for /models, of which 1 GB is kept. Delete a model, or free 33.6 GB.", problem.GetProperty("detail").GetString());
        Assert.Empty(library.Pulls);
    }

    [Fact]
    public async Task Pull_IsRefusedByTheServersSize_WhenTheCatalogueDoesNotKnowTheModel()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.OnPull = context => FakeLibrary.LineAsync(context, new { status = "pulling x", total = 50_000_000_000L, completed = 0L });
        await using var agent = AgentServer.Start(library.ConnectionString, services: services => services.AddSingleton<Func<string, long?>>(_ => 10_000_000_000));

        var (status, problem) = await agent.PostAsync("/api/models/pull", """{"model":"somebody/large:99b"}""");

        Assert.Equal((507, "disk_full"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task LoadUnloadDelete_AskTheServer_ForTheModel()
    {
        await using var library = await FakeLibrary.StartAsync();
        await using var agent = AgentServer.Start(library.ConnectionString);

        Assert.Equal(204, (await agent.PostAsync("/api/models/load", """{"model":"llama3.1:8b"}""")).Status);
        Assert.Equal(204, (await agent.PostAsync("/api/models/unload", """{"model":"llama3.1:8b"}""")).Status);
        using var deleted = await agent.Http.DeleteAsync("/api/models/somebody/llama3.1:8b", TestContext.Current.CancellationToken);

        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal(
            [("generate", """{"model":"llama3.1:8b","stream":false}"""), ("generate", """{"model":"llama3.1:8b","keep_alive":"0s","stream":false}"""), ("delete", """{"model":"somebody/llama3.1:8b"}""")],
            library.Requests.Select(request => (request.Operation, request.Body.GetRawText())));
    }

    [Theory]
    [InlineData("pull", """{"model":""}""", "model")]
    [InlineData("pull", """{"model":"../../etc"}""", "model")]
    [InlineData("pull", """{"model":"a b"}""", "model")]
    [InlineData("load", "{}", "model")]
    [InlineData("create", """{"name":"x y","modelfile":"FROM a"}""", "name")]
    [InlineData("create", """{"name":"x"}""", "modelfile")]
    public async Task Change_Is400AndNamesTheField_WhenTheRequestIsBad(string operation, string json, string field)
    {
        await using var library = await FakeLibrary.StartAsync();
        await using var agent = AgentServer.Start(library.ConnectionString);

        var (status, problem) = await agent.PostAsync($"/api/models/{operation}", json);

        Assert.Equal(400, status);
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Change_Is409_WhenTheProviderIsNotOllama()
    {
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(openAi.ConnectionString);

        var (status, problem) = await agent.PostAsync("/api/models/pull", """{"model":"llama3.1:8b"}""");
        var (_, library) = await agent.GetAsync("/api/models/installed");

        Assert.Equal((409, "models_read_only"), (status, problem.GetProperty("code").GetString()));
        Assert.False(library.GetProperty("manageable").GetBoolean());
        Assert.NotEmpty(library.GetProperty("models").EnumerateArray());
    }
}
