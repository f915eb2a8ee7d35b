using System.ComponentModel.DataAnnotations;

namespace LocalAi.AgentApi.WebPages;

/// <summary>What the agent may read from the web, section <c>WebPages</c>.</summary>
internal sealed class WebPageOptions
{
    public const string SectionName = "WebPages";

    /// <summary>Whether the agent reads pages at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Hosts that may be read, their subdomains included; empty for all but those denied.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Hosts that may not be read, their subdomains included; stronger than the allowed ones.</summary>
    public string[] DeniedHosts { get; set; } = [];

    /// <summary>Hosts that may be read although they are on this machine or a private network, such as the intranet's wiki.</summary>
    public string[] PrivateHosts { get; set; } = [];

    /// <summary>Longest page in bytes, unpacked; what is longer is cut.</summary>
    [Range(1024, 1 << 28)]
    public int MaxBytes { get; set; } = 2 << 20;

    /// <summary>How long a page may take, redirects included, in seconds.</summary>
    [Range(1, 600)]
    public double TimeoutSeconds { get; set; } = 15;

    /// <summary>How many redirects are followed.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Whether <paramref name="host"/> is one of <paramref name="hosts"/> or below one.</summary>
    public static bool Lists(string[] hosts, string host) => hosts.Any(listed =>
        host.Equals(listed, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + listed.TrimStart('.'), StringComparison.OrdinalIgnoreCase));
}
