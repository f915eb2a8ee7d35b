using System.Text.RegularExpressions;

namespace LocalAi.Cli.Deployments;

/// <summary>The host names under which a published folder's Caddy serves.</summary>
internal static partial class PublishedHosts
{
    public static IReadOnlyList<string> Read(Deployment deployment)
    {
        var files = Directory.GetFiles(deployment.Folder, "Caddyfile", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(file => !Path.GetRelativePath(deployment.Folder, file).StartsWith(Deployment.StateFolderName, StringComparison.Ordinal));
        return [.. files.SelectMany(File.ReadLines).Select(line => Site().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()];
    }

    // A site begins its line; what is indented or in brackets is a part of one.
    [GeneratedRegex(@"^(?:https?://)?([^\s(){}:/]+)(?::\d+)?\s*\{")]
    private static partial Regex Site();
}
