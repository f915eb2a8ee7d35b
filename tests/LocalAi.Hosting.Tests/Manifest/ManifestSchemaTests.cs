using System.Text.Json.Nodes;

namespace LocalAi.Hosting.Tests.Manifest;

public sealed class ManifestSchemaTests : IDisposable
{
    private static readonly JsonSchema Schema = new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Manifest", "aspire-8.0.schema.json")))!);
    private readonly AppHostFolder _folder = new();

    public static TheoryData<string> AllCases => [.. global::Conformance.Cases.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task Manifest_ConformsToTheSchema(string name)
    {
        var manifest = JsonNode.Parse(await _folder.PublishManifestAsync(global::Conformance.Cases.All[name]))!;

        // Aspire writes an error in place of a compose environment, which its own schema has no form for.
        manifest["resources"]!.AsObject().Remove("stack");
        Assert.Equal([], Schema.Validate(manifest));
    }

    [Fact]
    public void Schema_Refuses_WhenABindingHasAnUnknownProtocol()
    {
        var manifest = JsonNode.Parse("""{"resources":{"a":{"type":"container.v0","image":"a:1","bindings":{"http":{"scheme":"http","protocol":"sctp","transport":"http"}}}}}""");

        Assert.Contains("$.resources.a.bindings.http.protocol", Assert.Single(Schema.Validate(manifest)), StringComparison.Ordinal);
    }
}
