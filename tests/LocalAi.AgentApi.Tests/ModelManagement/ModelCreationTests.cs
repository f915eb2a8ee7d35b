using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.ModelManagement;

/// <summary>Models of one's own from a Modelfile, which is read before the server is asked.</summary>
public sealed class ModelCreationTests
{
    [Fact]
    public async Task Create_UploadsTheAdapterAndAsksTheServer_WhenTheModelfileIsGood()
    {
        await using var library = await FakeLibrary.StartAsync();
        using var adapters = new AdapterDirectory();
        adapters.Write("style.gguf", AdapterDirectory.Gguf);
        await using var agent = AgentServer.Start(library.ConnectionString, settings: ("ModelManagement:AdapterDirectory", adapters.Path));
        var modelfile = "# style\nFROM llama3.1:8b\nADAPTER ./style.gguf\nSYSTEM \"\"\"You are\nbrief.\"\"\"\nPARAMETER temperature 0.5\nPARAMETER num_ctx 4096\nPARAMETER stop END\nPARAMETER stop STOP\n";

        await using var events = await SseReader.PostAsync(agent.Http, "/api/models/create", JsonSerializer.Serialize(new { name = "my-model", modelfile }));

        Assert.Equal(("done", """{"model":"my-model"}"""), (await events.RestAsync())[^1]);
        var create = Assert.Single(library.Requests).Body;
        Assert.Equal(("my-model", "llama3.1:8b", "You are\nbrief."), (create.GetProperty("model").GetString(), create.GetProperty("from").GetString(), create.GetProperty("system").GetString()));
        Assert.Equal("""{"temperature":0.5,"num_ctx":4096,"stop":["END","STOP"]}""", create.GetProperty("parameters").GetRawText());
        Assert.StartsWith("sha256:", create.GetProperty("adapters").GetProperty("style.gguf").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, library.Blobs);
    }

    [Theory]
    [InlineData("PARAMETER temperature 1", "FROM is missing: name a model or a .gguf file.")]
    [InlineData("FROM llama3.1:8b\nFROM llama3.1:8b", "line 2: FROM stands twice.")]
    [InlineData("FROM llama3.1:8b\nRUN rm -rf /", "line 2: 'RUN' is not an instruction; expected FROM, ADAPTER, SYSTEM, TEMPLATE or PARAMETER.")]
    [InlineData("FROM llama3.1:8b\nPARAMETER warmth 1", "line 2: the parameter 'warmth' is unknown; allowed are stop, num_ctx")]
    [InlineData("FROM llama3.1:8b\nPARAMETER temperature hot", "line 2: temperature is 'hot', which is not a number.")]
    [InlineData("FROM llama3.1:8b\nSYSTEM \"\"\"never closed", "line 2: the closing \"\"\" is missing.")]
    [InlineData("FROM llama3.1:8b\nSYSTEM", "line 2: a value is missing.")]
    [InlineData("FROM qwen3:8b", "FROM qwen3:8b is not installed; pull it first.")]
    [InlineData("FROM llama3.1:8b\nADAPTER missing.gguf", "ADAPTER missing.gguf does not exist in ")]
    [InlineData("FROM llama3.1:8b\nADAPTER ../secret.gguf", "ADAPTER ../secret.gguf is outside of ")]
    [InlineData("FROM llama3.1:8b\nADAPTER /etc/passwd", "ADAPTER /etc/passwd is outside of ")]
    [InlineData("FROM llama3.1:8b\nADAPTER link.gguf", "ADAPTER link.gguf is a link to a file outside of ")]
    [InlineData("FROM ./text.gguf", "FROM ./text.gguf: This is not a GGUF file: it does not start with 'GGUF'.")]
    [InlineData("FROM ./cut.gguf", "FROM ./cut.gguf: The file ends inside its header")]
    public async Task Create_Is400WithTheReason_WhenTheModelfileIsBad(string modelfile, string reason)
    {
        await using var library = await FakeLibrary.StartAsync();
        using var adapters = new AdapterDirectory();
        adapters.Write("text.gguf", "hello, this is text"u8.ToArray());
        adapters.Write("cut.gguf", AdapterDirectory.Gguf[..10]);
        adapters.LinkOutside("link.gguf");
        await using var agent = AgentServer.Start(library.ConnectionString, settings: ("ModelManagement:AdapterDirectory", adapters.Path));

        var (status, problem) = await agent.PostAsync("/api/models/create", JsonSerializer.Serialize(new { name = "x", modelfile }));

        Assert.Equal(400, status);
        Assert.StartsWith($"The Modelfile cannot be used: {reason}", problem.GetProperty("errors").GetProperty("modelfile")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(library.Requests);
    }
}
