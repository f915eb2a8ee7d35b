namespace Aspire.Hosting.ApplicationModel;

/// <summary>The icon of a resource.</summary>
public sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    /// <summary>The name of a Fluent UI icon.</summary>
    public string IconName { get; } = iconName;

    /// <summary>Filled or outlined.</summary>
    public IconVariant IconVariant { get; } = iconVariant;
}
