namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address, the endpoint it belongs to, and whether it is shown on the resource's page only.</summary>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Whether the address cannot be used now.</summary>
    public bool IsInactive { get; init; }

    /// <summary>How it is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}
