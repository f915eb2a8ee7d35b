using System.ComponentModel.DataAnnotations;

namespace LocalAi.Hosting.Run.Dashboard;

/// <summary>Where the dashboard listens on 127.0.0.1.</summary>
internal sealed class DashboardHostOptions
{
    public const string SectionName = "LocalAi:Services:dashboard";

    /// <summary>auto or native start it, off does not.</summary>
    [RegularExpression("(?i)auto|native|off", ErrorMessage = SectionName + ":Source is not known; allowed are auto, native and off.")]
    public string Source { get; set; } = "auto";

    [Range(1, 65535, ErrorMessage = SectionName + ":Port must be a TCP port from 1 to 65535.")]
    public int Port { get; set; } = 18888;

    [Range(1, 65535, ErrorMessage = SectionName + ":OtlpGrpcPort must be a TCP port from 1 to 65535.")]
    public int OtlpGrpcPort { get; set; } = 18889;

    [Range(1, 65535, ErrorMessage = SectionName + ":OtlpHttpPort must be a TCP port from 1 to 65535.")]
    public int OtlpHttpPort { get; set; } = 18890;
}
