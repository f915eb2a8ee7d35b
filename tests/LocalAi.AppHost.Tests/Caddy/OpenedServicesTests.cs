using System.Text.Json.Nodes;

namespace LocalAi.AppHost.Tests.Caddy;

/// <summary>A published stack whose operator opens what asks for no key.</summary>
public sealed class OpenedServicesTests
{
    [Fact]
    public async Task EachOpenedService_HasATokenOfItsOwn_ThatOnlyCaddyKnows()
    {
        var resources = JsonNode.Parse(await PublishedManifest.PublishAsync(
            "--LocalAi:Services:ollama:Public=true", "--LocalAi:Services:searxng:Public=true", "--LocalAi:Services:dashboard:Public=true"))!["resources"]!.AsObject();

        var environment = resources["caddy"]!["env"]!;
        foreach (var service in new[] { "ollama", "searxng", "dashboard" })
        {
            var token = $"{{{service}-route-token.value}}";
            Assert.Equal(token, (string?)environment[$"TOKEN_{service.ToUpperInvariant()}"]);
            Assert.Equal($"{{{service}.bindings.http.url}}", (string?)environment[$"UPSTREAM_{service.ToUpperInvariant()}"]);
            Assert.DoesNotContain(resources, resource => resource.Key != "caddy" && resource.Value!.ToJsonString().Contains(token, StringComparison.Ordinal));
            Assert.True((bool)resources[$"{service}-route-token"]!["inputs"]!["value"]!["secret"]!);
        }
    }
}
