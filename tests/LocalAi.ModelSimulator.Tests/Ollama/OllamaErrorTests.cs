using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class OllamaErrorTests
{
    [Theory]
    [InlineData("/api/chat", "", 400, "missing request body")]
    [InlineData("/api/chat", " \n", 400, "missing request body")]
    [InlineData("/api/chat", "{", 400, "unexpected EOF")]
    [InlineData("/api/chat", "{\"model\":tru}", 400, "invalid character '}' in JSON at line 1, byte 13")]
    [InlineData("/api/chat", "[]", 400, "json: cannot unmarshal array into Go value of type api.ChatRequest")]
    [InlineData("/api/chat", "{}", 400, "model is required")]
    [InlineData("/api/chat", """{"model":7}""", 400, "json: cannot unmarshal number into Go struct field ChatRequest.model of type string")]
    [InlineData("/api/chat", """{"model":"a b"}""", 400, "invalid model name")]
    [InlineData("/api/chat", """{"model":"nope"}""", 404, "model 'nope' not found")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":{}}""", 400,
        "json: cannot unmarshal object into Go struct field ChatRequest.messages of type []api.Message")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":5}]}""", 400,
        "json: cannot unmarshal number into Go struct field Message.content of type string")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":["hi"]}""", 400, "json: cannot unmarshal string into Go value of type api.Message")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":"\ud800"}]}""", 400,
        "invalid character in string: unpaired UTF-16 surrogate")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","stream":"yes"}""", 400,
        "json: cannot unmarshal string into Go struct field ChatRequest.stream of type bool")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","keep_alive":"soon"}""", 400, "time: invalid duration \"soon\"")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","keep_alive":"10"}""", 400, "time: missing unit in duration \"10\"")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","think":true,"messages":[]}""", 400, "\"simulated/extractive\" does not support thinking")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","think":"very","messages":[]}""", 400,
        "invalid think value: \"very\" (must be \"high\", \"medium\", \"low\", true, or false)")]
    [InlineData("/api/chat", """{"model":"simulated/hashed-ngrams","messages":[]}""", 400, "\"simulated/hashed-ngrams\" does not support chat")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":"?","images":["aGk="]}]}""", 400,
        "this model is missing data required for image input")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":"?","images":["%"]}]}""", 400,
        "illegal base64 data in images")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","options":{"num_ctx":"big"},"messages":[]}""", 500, "option \"num_ctx\" must be of type integer")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","options":{"temperature":true},"messages":[]}""", 500,
        "option \"temperature\" must be of type float32")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","options":{"stop":"x"},"messages":[]}""", 500, "option \"stop\" must be of type array")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","options":{"stop":[1]},"messages":[]}""", 500,
        "option \"stop\" must be of an array of strings")]
    [InlineData("/api/chat", """{"model":"simulated/extractive","format":"xml","messages":[{"role":"user","content":"x"}]}""", 500,
        "invalid format: \"\\\"xml\\\"\"; expected \"json\" or a valid JSON Schema object")]
    [InlineData("/api/generate", "{}", 404, "model '' not found")]
    [InlineData("/api/generate", """{"model":"simulated/hashed-ngrams","prompt":"x"}""", 400, "\"simulated/hashed-ngrams\" does not support generate")]
    [InlineData("/api/generate", """{"model":"simulated/extractive","prompt":"x","suffix":"y"}""", 400,
        "registry.ollama.ai/simulated/extractive:latest does not support insert")]
    [InlineData("/api/generate", """{"model":"simulated/extractive","prompt":"x","raw":true,"system":"y"}""", 400,
        "raw mode does not support template, system, or context")]
    [InlineData("/api/embed", """{"model":"nope","input":"x"}""", 404, "model \"nope\" not found, try pulling it first")]
    [InlineData("/api/embed", """{"model":"simulated/hashed-ngrams","input":[1]}""", 400, "invalid input type")]
    [InlineData("/api/embed", """{"model":"simulated/extractive","input":"x"}""", 501, "this model does not support embeddings")]
    [InlineData("/api/embed", """{"model":"simulated/hashed-ngrams","input":"one two three four","truncate":false,"options":{"num_ctx":2}}""", 400,
        "the input length exceeds the context length")]
    [InlineData("/api/embeddings", """{"prompt":"x"}""", 400, "model is required")]
    [InlineData("/api/show", "{}", 400, "model is required")]
    [InlineData("/api/show", """{"model":"nope"}""", 404, "model 'nope' not found")]
    [InlineData("/api/pull", "{}", 400, "invalid model name")]
    [InlineData("/api/pull", """{"model":"nope","stream":false}""", 500, "pull model manifest: file does not exist")]
    public async Task BadRequest_IsAnsweredAsByOllama(string path, string json, int status, string error)
    {
        using var server = new SimulatorServer();

        var answer = await server.SendAsync(path, json);

        Assert.Equal((status, error), (answer.Status, JsonElement.Parse(answer.Body).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task UnknownPathAndMethod_AreAnsweredAsByOllamasRouter()
    {
        using var server = new SimulatorServer();

        Assert.Equal((404, "404 page not found"), await server.SendAsync("/api/nothing", null, HttpMethod.Get));
        Assert.Equal((405, "405 method not allowed"), await server.SendAsync("/api/tags", "{}"));
        Assert.Equal((404, """{"error":"model 'nope' not found"}"""), await server.SendAsync("/api/delete", """{"model":"nope"}""", HttpMethod.Delete));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_IsRefused_WhenItIsTooLarge(bool chunked)
    {
        using var server = new SimulatorServer(("MaxRequestBytes", "2048"));
        using var client = server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat")
        {
            Content = new StringContent($$"""{"model":"simulated/extractive","messages":[{"role":"user","content":"{{new string('x', 4096)}}"}]}"""),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("""{"error":"http: request body too large"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
