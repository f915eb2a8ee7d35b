using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Tests.Caddy;

/// <summary>Which services have a host name.</summary>
public sealed class CaddyRoutesTests
{
    private static readonly string[] Services = ["web", "agent", "n8n", "open-webui", "ollama", "searxng", "postgres", "supabase", "dashboard"];

    [Fact]
    public void ServicesWithASignIn_HaveAHostName_AndNoOther() =>
        Assert.Equal(
            [("", "web", false), ("api", "agent", false), ("n8n", "n8n", false), ("chat", "open-webui", false), ("supabase", "supabase", false)],
            Sites(new LocalAiOptions()));

    [Theory]
    [InlineData("ollama")]
    [InlineData("searxng")]
    [InlineData("dashboard")]
    public void ServiceWithoutAKey_HasOneBehindAToken_WhenItIsOpened(string service)
    {
        var options = new LocalAiOptions { Services = { [service] = new() { Public = true } } };

        Assert.Equal((service, service, true), Sites(options)[^1]);
        Assert.Equal(6, Sites(options).Count);
    }

    [Fact]
    public void ServiceThatIsOffOrElsewhere_HasNone()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddOffService("n8n", new SourceDecision(ServiceSource.Off, "turned off"));
        builder.AddExternalService("open-webui", "https://chat.elsewhere.test/").WithSource("open-webui", new(ServiceSource.External, "configured", Location: "https://chat.elsewhere.test"));

        Assert.Empty(CaddyRoutes.Of(builder.Resources, new LocalAiOptions()));
    }

    [Fact]
    public async Task ModelServerOfThisMachine_IsReachedByTheAddressThatItHas()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddExternalService("ollama", "http://127.0.0.1:11434/").WithSource("ollama", new(ServiceSource.External, "runs", Location: "http://127.0.0.1:11434/"));

        var site = Assert.Single(CaddyRoutes.Of(builder.Resources, new LocalAiOptions { Services = { ["ollama"] = new() { Public = true } } }));

        Assert.Equal("http://127.0.0.1:11434", await site.Upstream.GetValueAsync(TestContext.Current.CancellationToken));
    }

    private static List<(string Label, string Service, bool NeedsToken)> Sites(LocalAiOptions options)
    {
        var builder = DistributedApplication.CreateBuilder([]);
        foreach (var service in Services)
        {
            builder.AddContainer(service, "image").WithHttpEndpoint(targetPort: 80);
        }

        return [.. CaddyRoutes.Of(builder.Resources, options).Select(site => (site.Label, site.Service, site.NeedsToken))];
    }
}
