namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an address is shown.</summary>
public enum UrlDisplayLocation
{
    /// <summary>In lists and on the resource's page.</summary>
    SummaryAndDetails,

    /// <summary>On the resource's page only.</summary>
    DetailsOnly,
}
