using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Components.Pages.Resources;

/// <summary>Where a resource comes from, in the words of the property that says it best.</summary>
internal static class ResourceSource
{
    private static readonly string[] Names = ["resource.source", "container.image", "project.path", "executable.path", "resource.connectionString"];

    public static string Of(Resource resource)
    {
        foreach (var name in Names)
        {
            if (resource.Properties.FirstOrDefault(property => property.Name == name) is { IsSensitive: false } found
                && ResourceState.ValueText(found.Value) is { Length: > 0 } text)
            {
                return name is "project.path" or "executable.path" ? Path.GetFileName(text) : text;
            }
        }

        return string.Empty;
    }
}
