using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class CreateEndpointTests
{
    [Fact]
    public async Task CreatedModel_HasItsSystemMessageAndParameters()
    {
        using var server = new SimulatorServer();

        var (status, body) = await server.SendAsync(
            "/api/create",
            """{"model":"simulated/shop","from":"simulated/extractive","system":"Parcels are sent within two days.","parameters":{"num_ctx":2048,"stop":["\n\n*No","never"]}}""");
        var answer = await server.PostAsync(
            "/api/chat", new { model = "simulated/shop", stream = false, messages = new[] { new { role = "user", content = "When are parcels sent?" } } });
        var own = await server.PostAsync("/api/chat", new
        {
            model = "simulated/shop",
            stream = false,
            messages = new[] { new { role = "system", content = "Parcels are blue." }, new { role = "user", content = "When are parcels sent?" } },
        });
        var shown = await server.PostAsync("/api/show", new { model = "simulated/shop" });

        Assert.Equal(200, status);
        Assert.EndsWith("{\"status\":\"writing manifest\"}\n{\"status\":\"success\"}\n", body, StringComparison.Ordinal);
        Assert.Equal("**From the instructions:**\n\n> Parcels are sent within two days.", Content(answer));
        Assert.Contains("> Parcels are blue.", Content(own), StringComparison.Ordinal);
        Assert.Equal("simulated/extractive:latest", shown.GetProperty("details").GetProperty("parent_model").GetString());
        Assert.Equal("num_ctx                        2048\nstop                           \"\\n\\n*No\"\nstop                           \"never\"", shown.GetProperty("parameters").GetString());
        Assert.Contains("SYSTEM \"\"\"Parcels are sent within two days.\"\"\"", shown.GetProperty("modelfile").GetString(), StringComparison.Ordinal);
        Assert.Equal(2048, JsonElement.Parse((await server.SendAsync("/api/ps", null, HttpMethod.Get)).Body).GetProperty("models")[0].GetProperty("context_length").GetInt32());
    }

    [Fact]
    public async Task Adapter_MustBeUploaded_WithItsDigest()
    {
        using var server = new SimulatorServer();
        const string File = "an adapter";
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File)));
        var request = $$$"""{"model":"simulated/tuned","from":"simulated/extractive","adapters":{"a.gguf":"{{{digest}}}"},"stream":false}""";

        Assert.Equal((400, $$"""{"error":"blob \"{{digest}}\" not found: upload it first"}"""), await server.SendAsync("/api/create", request));
        Assert.Equal(404, (await server.SendAsync("/api/blobs/" + digest, null, HttpMethod.Head)).Status);
        Assert.Equal(400, (await server.SendAsync("/api/blobs/" + digest, "another file")).Status);
        Assert.Equal(400, (await server.SendAsync("/api/blobs/sha256:12", File)).Status);
        Assert.Equal((201, ""), await server.SendAsync("/api/blobs/" + digest, File));
        Assert.Equal(200, (await server.SendAsync("/api/blobs/" + digest, null, HttpMethod.Head)).Status);
        Assert.Equal((200, """{"status":"success"}"""), await server.SendAsync("/api/create", request));
        Assert.Contains($"ADAPTER {digest}", (await server.PostAsync("/api/show", new { model = "simulated/tuned" })).GetProperty("modelfile").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/create", """{"model":"mine","from":"simulated/extractive"}""", 400, "the simulator's models have names that begin with simulated/")]
    [InlineData("/api/create", """{"model":"a b","from":"simulated/extractive"}""", 400, "invalid model name")]
    [InlineData("/api/create", """{"model":"simulated/mine"}""", 400, "neither 'from' or 'files' was specified")]
    [InlineData("/api/create", """{"model":"simulated/mine","from":"nope"}""", 404, "model 'nope' not found")]
    [InlineData("/api/create", """{"model":"simulated/mine","from":"simulated/extractive","parameters":{"num_ctx":"big"}}""", 500,
        "option \"num_ctx\" must be of type integer")]
    [InlineData("/api/copy", """{"source":"nope","destination":"simulated/mine"}""", 404, "model \"nope\" not found")]
    [InlineData("/api/copy", """{"source":"simulated/extractive","destination":"a b"}""", 400, "destination \"a b\" is invalid")]
    public async Task BadRequest_IsRefused(string path, string json, int status, string error)
    {
        using var server = new SimulatorServer();

        var answer = await server.SendAsync(path, json);

        Assert.Equal((status, error), (answer.Status, JsonElement.Parse(answer.Body).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task CopiedModel_Answers()
    {
        using var server = new SimulatorServer();

        Assert.Equal((200, ""), await server.SendAsync("/api/copy", """{"source":"simulated/extractive","destination":"simulated/copy:v1"}"""));
        Assert.Equal(200, (await server.SendAsync("/api/chat", """{"model":"simulated/copy:v1","messages":[{"role":"user","content":"Hi"}]}""")).Status);
    }

    private static string? Content(JsonElement answer) => answer.GetProperty("message").GetProperty("content").GetString();
}
