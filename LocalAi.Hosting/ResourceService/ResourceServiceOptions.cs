using System.ComponentModel.DataAnnotations;

namespace LocalAi.Hosting.ResourceService;

/// <summary>Where the resource service listens on 127.0.0.1.</summary>
internal sealed class ResourceServiceOptions
{
    public const string SectionName = "LocalAi:Services:resource-service";

    [Range(1, 65535, ErrorMessage = SectionName + ":Port must be a TCP port from 1 to 65535.")]
    public int Port { get; set; } = 18887;
}
