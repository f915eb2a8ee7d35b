using System.Reflection;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// The built assemblies of the app host's projects. <c>eng/Aspire.targets</c> writes them into the app host's assembly as
/// metadata <c>LocalAi.Project:PROJECT PATH</c> = assembly path, and the dashboard's as <c>LocalAi.Dashboard</c>.
/// </summary>
internal sealed class ProjectTargets(Assembly? appHost)
{
    private const string ProjectPrefix = "LocalAi.Project:";
    private const string DashboardKey = "LocalAi.Dashboard";

    private readonly Dictionary<string, string> _metadata =
        (appHost?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
            .Where(attribute => attribute.Value is not null && attribute.Key.StartsWith("LocalAi.", StringComparison.Ordinal))
            .GroupBy(attribute => attribute.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value!, StringComparer.Ordinal);

    /// <summary>The dashboard's assembly; null when this app host was built without one or it is gone.</summary>
    public string? Dashboard => _metadata.TryGetValue(DashboardKey, out var path) && File.Exists(path) ? path : null;

    /// <summary>The assembly of a project; null when it is not known or not built.</summary>
    public string? Find(string projectPath) =>
        _metadata.TryGetValue(ProjectPrefix + Path.GetFullPath(projectPath), out var path) && File.Exists(path) ? path : null;
}
