using LocalAi.AppHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalAi.AppHost.Tests.Configuration;

public sealed class PublicStackTests
{
    [Fact]
    public void EverythingThatIsMissing_IsNamedAtOnce()
    {
        var problem = Assert.Throws<SettingsException>(() => Read([]));

        Assert.Collection(
            problem.Problems,
            line => Assert.StartsWith("LocalAi:Domain is missing. Set the domain that people will use", line, StringComparison.Ordinal),
            line => Assert.StartsWith("LocalAi:Email is missing. Set an address that somebody reads", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("ai.example.org")]
    [InlineData("stack.localhost")]
    [InlineData("office.lan")]
    [InlineData("yourdomain.com")]
    [InlineData("ai.your-domain.dev")]
    public void Domain_IsRefused_WhenItIsAPlaceholder(string domain)
    {
        var problem = Assert.Throws<SettingsException>(() => Read(("Domain", domain), ("Email", "ops@mycompany.com")));

        Assert.StartsWith($"LocalAi:Domain is '{domain}', for which nobody can have a certificate.", Assert.Single(problem.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ai.mycompany.com")]
    [InlineData(":ai.mycompany.com")]
    [InlineData("ai.mycompany.com:443")]
    [InlineData("ai.mycompany.com/chat")]
    [InlineData("ai mycompany.com")]
    [InlineData("mycompany")]
    public void Domain_IsRefused_WhenItIsNoName(string domain)
    {
        var problem = Assert.Throws<SettingsException>(() => Read(("Domain", domain), ("Email", "ops@mycompany.com")));

        Assert.StartsWith($"LocalAi:Domain is '{domain}'. It is a domain such as example.com, without a scheme, port or path.", problem.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("you@example.com", "LocalAi:Email is 'you@example.com', which reaches nobody.")]
    [InlineData("mycompany.com", "LocalAi:Email is 'mycompany.com'. It is an e-mail address such as you@example.com.")]
    public void Email_IsRefused_WhenItReachesNobody(string email, string expected)
    {
        var problem = Assert.Throws<SettingsException>(() => Read(("Domain", "ai.mycompany.com"), ("Email", email)));

        Assert.StartsWith(expected, Assert.Single(problem.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsAsked_OfAStackWithCertificatesOfItsOwn() =>
        Assert.Equal("stack.localhost", Read(("Domain", "stack.localhost"), ("Tls", "internal")).Domain);

    [Fact]
    public void RealNames_AreTaken() =>
        Assert.Equal("ai.mycompany.com", Read(("Domain", "AI.mycompany.com"), ("Email", "ops@mycompany.com")).Domain);

    private static LocalAiOptions Read(params (string Key, string Value)[] settings) => OptionsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Append(("Environment", "public")).Select(setting => new KeyValuePair<string, string?>($"LocalAi:{setting.Item1}", setting.Item2)))
        .Build());
}
