namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which addresses an endpoint listens on.</summary>
public enum EndpointBindingMode
{
    /// <summary>One address.</summary>
    SingleAddress,

    /// <summary>Every address of both IP versions.</summary>
    DualStackAnyAddresses,

    /// <summary>Every IPv4 address.</summary>
    IPv4AnyAddresses,

    /// <summary>Every IPv6 address.</summary>
    IPv6AnyAddresses,
}
