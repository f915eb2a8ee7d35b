namespace Aspire.Hosting.ApplicationModel;

/// <summary>Properties that dashboards know.</summary>
public static class CustomResourceKnownProperties
{
    /// <summary>What the resource is made from: an image, a project, a setting.</summary>
    public const string Source = "resource.source";
}
