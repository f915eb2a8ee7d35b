using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.OpenAi;

public sealed class OpenAiErrorTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "", 400, "invalid_request_error", "missing request body")]
    [InlineData("/v1/chat/completions", "{", 400, "invalid_request_error", "unexpected EOF")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/extractive"}""", 400, "invalid_request_error", "[] is too short - 'messages'")]
    [InlineData("/v1/chat/completions", """{"model":"nope","messages":[{"role":"user","content":"x"}]}""", 404, "not_found_error", "model 'nope' not found")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request_error", "model is required")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/extractive","messages":[{"role":"user","content":7}]}""", 400, "invalid_request_error",
        "invalid message content type: number")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/extractive","messages":[{"role":"user"}]}""", 400, "invalid_request_error",
        "invalid message content type: <nil>")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/extractive","messages":[{"role":"user","content":[{"type":"video"}]}]}""", 400,
        "invalid_request_error", "invalid message format")]
    [InlineData("/v1/chat/completions",
        """{"model":"simulated/extractive","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]}""", 400,
        "invalid_request_error", "invalid image input")]
    [InlineData("/v1/chat/completions",
        """{"model":"simulated/extractive","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]}]}""", 400,
        "invalid_request_error", "this model is missing data required for image input")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/extractive","temperature":"hot","messages":[{"role":"user","content":"x"}]}""", 400,
        "invalid_request_error", "json: cannot unmarshal string into Go struct field ChatCompletionRequest.temperature of type float64")]
    [InlineData("/v1/chat/completions", """{"model":"simulated/hashed-ngrams","messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request_error",
        "\"simulated/hashed-ngrams\" does not support chat")]
    [InlineData("/v1/embeddings", """{"model":"simulated/hashed-ngrams"}""", 400, "invalid_request_error", "invalid input")]
    [InlineData("/v1/embeddings", """{"model":"simulated/hashed-ngrams","input":[]}""", 400, "invalid_request_error", "invalid input")]
    [InlineData("/v1/embeddings", """{"model":"simulated/hashed-ngrams","input":"x","encoding_format":"hex"}""", 400, "invalid_request_error",
        "Invalid value for 'encoding_format' = hex. Supported values: ['float', 'base64'].")]
    [InlineData("/v1/embeddings", """{"model":"simulated/extractive","input":"x"}""", 501, "api_error", "this model does not support embeddings")]
    public async Task BadRequest_IsAnsweredAsByOpenAi(string path, string json, int status, string type, string message)
    {
        using var server = new SimulatorServer();

        var answer = await server.SendAsync(path, json);

        var error = JsonElement.Parse(answer.Body).GetProperty("error");
        Assert.Equal((status, type, message), (answer.Status, error.GetProperty("type").GetString(), error.GetProperty("message").GetString()));
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Stream_IsServerSentEvents()
    {
        using var server = new SimulatorServer();

        var (_, body) = await server.SendAsync(
            "/v1/chat/completions",
            """{"model":"simulated/extractive","stream":true,"max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}""");

        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, events.Length);
        Assert.All(events, line => Assert.StartsWith("data: ", line, StringComparison.Ordinal));
        Assert.Equal(
            """[{"index":0,"delta":{"role":"assistant","content":"*"},"finish_reason":null}]""",
            JsonElement.Parse(events[0]["data: ".Length..]).GetProperty("choices").GetRawText());
        Assert.Equal(
            ["id", "object", "created", "model", "system_fingerprint", "choices"],
            JsonElement.Parse(events[1]["data: ".Length..]).EnumerateObject().Select(property => property.Name));
        Assert.Equal("data: [DONE]", events[2]);
    }
}
