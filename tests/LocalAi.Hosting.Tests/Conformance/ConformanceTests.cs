using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace LocalAi.Hosting.Tests.Conformance;

/// <summary>The output for the recorded app hosts equals real Aspire's.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public static TheoryData<string> AllCases => [.. global::Conformance.Cases.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task Manifest_EqualsTheRecording_ByteForByte(string name)
    {
        var manifest = await _folder.PublishManifestAsync(global::Conformance.Cases.All[name]);

        Assert.Equal(Recording.Read(name, "aspire-manifest.json"), manifest);
    }

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task RunModel_EqualsTheRecording_UpToAllocatedPorts(string name)
    {
        var builder = _folder.Builder("--environment", "Production");
        Configure(builder);
        global::Conformance.Cases.All[name](builder);

        Assert.Equal(RunModel.Normalize(JsonNode.Parse(Recording.Read(name, "run.json"))!), await RunModel.DescribeAsync(builder));
    }

    [Fact]
    public async Task ComposeFile_EqualsTheRecording_AsYaml()
    {
        var output = await _folder.PublishComposeAsync(global::Conformance.Cases.All["compose"]);

        Assert.Equal(
            AsJson(Recording.Read("compose", "docker-compose.yaml")),
            AsJson(await File.ReadAllTextAsync(Path.Combine(output, "docker-compose.yaml"), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task EnvFile_EqualsTheRecording()
    {
        var output = await _folder.PublishComposeAsync(global::Conformance.Cases.All["compose"]);

        Assert.Equal(Recording.Read("compose", "published.env"), await File.ReadAllTextAsync(Path.Combine(output, ".env"), TestContext.Current.CancellationToken));
    }

    private static void Configure(DistributedApplicationBuilder builder)
    {
        string[] parameters = ["plain", "api-key", "generated", "lower", "postgres-secret", "email"];
        foreach (var parameter in parameters)
        {
            builder.Configuration[$"Parameters:{parameter}"] = $"value-of-{parameter}";
        }

        builder.Configuration["Some:Key"] = "value-of-some-key";
        builder.Configuration["ConnectionStrings:legacy"] = "Server=legacy";
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317";
    }

    private static string AsJson(string yaml) =>
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml));
}
