namespace Aspire.Hosting.ApplicationModel;

/// <summary>The relationships that dashboards know.</summary>
public static class KnownRelationshipTypes
{
    /// <summary>Uses the other.</summary>
    public const string Reference = "Reference";

    /// <summary>Belongs to the other.</summary>
    public const string Parent = "Parent";

    /// <summary>Starts after the other.</summary>
    public const string WaitFor = "WaitFor";
}
