using System.Text.RegularExpressions;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.Knowledge;
using LocalAi.AgentApi.McpServers;
using LocalAi.AgentApi.ModelManagement;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.Privacy;
using LocalAi.AgentApi.Webhooks;
using LocalAi.AgentApi.WebPages;
using LocalAi.AgentApi.WebSearch;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests;

/// <summary>docs/configuration.md and the agent's options classes name the same settings.</summary>
public sealed partial class ConfigurationDocsTests
{
    [Fact]
    public void EverySettingOfTheAgent_IsDocumentedOnce_AndNothingElseIs()
    {
        var documented = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "configuration.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal);

        IEnumerable<string> settings =
        [
            .. typeof(AgentOptions).GetProperties().Select(property => $"{AgentOptions.SectionName}:{property.Name}"),
            .. typeof(HardwareOptions).GetProperties().Where(property => property.CanWrite).Select(property => $"{HardwareOptions.SectionName}:{property.Name}"),
            .. typeof(ModelManagementOptions).GetProperties().Where(property => property.CanWrite).Select(property => $"{ModelManagementOptions.SectionName}:{property.Name}"),
            .. typeof(KnowledgeOptions).GetProperties().Select(property => $"{KnowledgeOptions.SectionName}:{property.Name}"),
            .. typeof(AccessOptions).GetProperties().Select(property => $"{AccessOptions.SectionName}:{property.Name}"),
            .. typeof(PrivacyOptions).GetProperties().Select(property => $"{PrivacyOptions.SectionName}:{property.Name}"),
            .. typeof(ProviderOptions).GetProperties().Select(property => $"{ProviderOptions.SectionName}:NAME:{property.Name}"),
            .. typeof(WebSearchOptions).GetProperties().Select(property => $"{WebSearchOptions.SectionName}:{property.Name}"),
            .. typeof(WebPageOptions).GetProperties().Select(property => $"{WebPageOptions.SectionName}:{property.Name}"),
            .. typeof(WebhookOptions).GetProperties().Select(property => $"{WebhookOptions.SectionName}:NAME:{property.Name}"),
            .. typeof(McpServerOptions).GetProperties().Select(property => $"{McpServerOptions.SectionName}:NAME:{property.Name}"),
        ];
        Assert.Equal(settings.Order(StringComparer.Ordinal), documented);
    }

    [GeneratedRegex(@"^\| `((?:Agent|Access|Privacy|Providers|Hardware|Knowledge|ModelManagement|WebSearch|WebPages|Webhooks|McpServers):[^`]+)` \| .+ \| .+ \| .+ \|$")]
    private static partial Regex Row();
}
