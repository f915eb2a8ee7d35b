using LocalAi.Dashboard.Security;

namespace LocalAi.Dashboard.Resources;

/// <summary>The host that tells about resources; without an address the dashboard shows telemetry only.</summary>
internal sealed class ResourceServiceOptions
{
    public const string SectionName = "Dashboard:ResourceServiceClient";
    public const string EndpointKey = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";

    /// <summary>gRPC address of the host; empty for none.</summary>
    public string EndpointUrl { get; set; } = string.Empty;

    /// <summary>Where absent: ApiKey if there is a key.</summary>
    public KeyAuthMode? AuthMode { get; set; }

    public string? ApiKey { get; set; }

    public bool IsConfigured => EndpointUrl.Length > 0;

    public string? KeyToSend => AuthMode == KeyAuthMode.Unsecured ? null : ApiKey;
}
