using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task OpenApiDocument_HasEveryRoute()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, document) = await agent.GetAsync("/openapi/v1.json");

        Assert.Equal(200, status);
        Assert.Equal(
            [
                "delete /api/conversations/{id}",
                "delete /api/keys/{id}",
                "delete /api/knowledge/collections/{id}",
                "delete /api/knowledge/documents/{id}",
                "delete /api/models/{name}",
                "get /api/conversations",
                "get /api/conversations/{id}",
                "get /api/hardware",
                "get /api/hardware/estimate",
                "get /api/hardware/recommendations",
                "get /api/keys",
                "get /api/knowledge/collections",
                "get /api/knowledge/collections/{id}/documents",
                "get /api/knowledge/documents/{id}",
                "get /api/knowledge/documents/{id}/file",
                "get /api/knowledge/documents/{id}/text",
                "get /api/models",
                "get /api/models/catalogue",
                "get /api/models/installed",
                "get /api/ps",
                "get /api/services",
                "get /api/tags",
                "get /api/tools",
                "get /api/usage",
                "get /api/version",
                "get /v1/models",
                "patch /api/conversations/{id}",
                "patch /api/keys/{id}",
                "patch /api/knowledge/collections/{id}",
                "post /api/chat",
                "post /api/conversations",
                "post /api/conversations/{id}/messages",
                "post /api/embed",
                "post /api/embeddings",
                "post /api/generate",
                "post /api/keys",
                "post /api/knowledge/collections",
                "post /api/knowledge/collections/{id}/documents",
                "post /api/knowledge/collections/{id}/documents/url",
                "post /api/knowledge/documents/{id}/retry",
                "post /api/knowledge/search",
                "post /api/models/create",
                "post /api/models/load",
                "post /api/models/pull",
                "post /api/models/unload",
                "post /api/show",
                "post /v1/chat/completions",
                "post /v1/embeddings",
            ],
            document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"))
                .Order(StringComparer.Ordinal));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("OpenAiChatCompletionRequest").GetProperty("properties").TryGetProperty("max_completion_tokens", out _));
        Assert.True(schemas.GetProperty("OpenAiUsage").GetProperty("properties").TryGetProperty("prompt_tokens", out _));
        Assert.True(schemas.GetProperty("Usage").GetProperty("properties").TryGetProperty("inputTokens", out _));
    }

    [Fact]
    public async Task ScalarPage_NeedsNothingFromElsewhere()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var page = await agent.Http.GetStringAsync("/scalar/", TestContext.Current.CancellationToken);
        using var script = await agent.Http.GetAsync("/scalar/scalar.js", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", page, StringComparison.Ordinal);
        Assert.Equal(200, (int)script.StatusCode);
    }
}
