using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Library;

public sealed class ModelStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("localai-simulator-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task PulledCopiedAndCreatedModels_AreThere_AfterARestart()
    {
        string before;
        using (var first = Server())
        {
            await first.PostAsync("/api/pull", new { model = "simulated/qwen3:14b", stream = false });
            await first.PostAsync("/api/pull", new { model = "simulated/bge-m3", stream = false });
            await first.PostAsync("/api/create", new { model = "simulated/mine", from = "simulated/qwen3:14b", system = "Be brief.", parameters = new { num_ctx = 4096, stop = new[] { "A", "B" } }, stream = false });
            Assert.Equal(200, (await first.SendAsync("/api/copy", """{"source": "simulated/mine", "destination": "simulated/copied"}""")).Status);
            Assert.Equal(200, (await first.SendAsync("/api/delete", """{"model": "simulated/bge-m3"}""", HttpMethod.Delete)).Status);
            before = await ModelsAsync(first);
        }

        using var second = Server();

        // The models that are always there are as old as the program.
        Assert.Equal(before, await ModelsAsync(second));
        Assert.Contains("simulated/copied:latest,simulated/mine:latest,simulated/qwen3:14b", before, StringComparison.Ordinal);
        Assert.DoesNotContain("bge-m3", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_AreThoseOfTheCatalogue_WhenTheFileHasOthers()
    {
        await WriteAsync("""[{"Name": "simulated/gone:1b", "Origin": "simulated/gone:1b"}, {}, {"Name": "simulated/kept:latest", "Origin": "simulated/qwen3:14b"}]""");

        using var server = Server();

        Assert.Equal("simulated/kept:latest", await NamesAsync(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("""{"Name": "simulated/qwen3:14b"}""")]
    [InlineData("[1, 2]")]
    public async Task Start_SucceedsAndPullsAreKeptAgain_WhenTheFileIsBroken(string content)
    {
        await WriteAsync(content);
        using (var server = Server())
        {
            Assert.Equal("", await NamesAsync(server));
            await server.PostAsync("/api/pull", new { model = "simulated/qwen3:14b", stream = false });
        }

        using var again = Server();
        Assert.Equal("simulated/qwen3:14b", await NamesAsync(again));
    }

    [Fact]
    public async Task Pull_Succeeds_WhenTheDirectoryCannotBeWritten()
    {
        // A file where the directory should be: root may write everywhere else.
        var file = Path.Combine(_directory.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        using var server = new SimulatorServer(("DataDirectory", file));

        var answer = await server.PostAsync("/api/pull", new { model = "simulated/qwen3:14b", stream = false });

        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.Equal("simulated/qwen3:14b", await NamesAsync(server));
    }

    private SimulatorServer Server() => new(("DataDirectory", _directory.FullName));

    private Task WriteAsync(string content) => File.WriteAllTextAsync(Path.Combine(_directory.FullName, "models.json"), content, TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<JsonElement>> InstalledAsync(SimulatorServer server) =>
        JsonElement.Parse((await server.SendAsync("/api/tags", null, HttpMethod.Get)).Body).GetProperty("models").EnumerateArray()
            .Where(model => model.GetProperty("name").GetString() is not ("simulated/extractive:latest" or "simulated/hashed-ngrams:latest"));

    private static async Task<string> NamesAsync(SimulatorServer server) => string.Join(',', (await InstalledAsync(server)).Select(model => model.GetProperty("name").GetString()).Order());

    /// <summary>The list, and everything about each model.</summary>
    private static async Task<string> ModelsAsync(SimulatorServer server)
    {
        var installed = (await InstalledAsync(server)).OrderBy(model => model.GetProperty("name").GetString()).ToList();
        var shown = new List<string> { await NamesAsync(server) };
        foreach (var model in installed)
        {
            shown.Add(model.ToString());
            shown.Add((await server.PostAsync("/api/show", new { model = model.GetProperty("name").GetString() })).ToString());
        }

        return string.Join('\n', shown);
    }
}
