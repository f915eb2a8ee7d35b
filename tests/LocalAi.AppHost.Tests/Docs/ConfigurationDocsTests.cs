using System.Text.RegularExpressions;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Docs;

/// <summary>docs/configuration.md and the options classes name the same settings.</summary>
public sealed partial class ConfigurationDocsTests
{
    [Fact]
    public void EverySetting_IsDocumentedOnce_AndNothingElseIs()
    {
        var documented = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "configuration.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal);

        Assert.Equal(Settings(typeof(LocalAiOptions), LocalAiOptions.SectionName).Order(StringComparer.Ordinal), documented);
    }

    private static IEnumerable<string> Settings(Type options, string path) => options.GetProperties().SelectMany(property =>
    {
        var type = property.PropertyType;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? Settings(type.GetGenericArguments()[1], $"{path}:{property.Name}:NAME")
            : type.Namespace == typeof(LocalAiOptions).Namespace && type.IsClass ? Settings(type, $"{path}:{property.Name}")
            : [$"{path}:{property.Name}"];
    });

    [GeneratedRegex(@"^\| `(LocalAi:[^`]+)` \| .+ \| .+ \| .+ \|$")]
    private static partial Regex Row();
}
