using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How a builder is made.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The app host's assembly; the entry assembly by default.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder that relative paths start from; the app host's project by default.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether the host has no dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether the dashboard may be served without TLS.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    internal Assembly? Assembly => AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName);

    // The app host's build writes its project folder into the assembly; the folder is gone where only the binaries were copied to.
    internal string ResolveProjectDirectory() =>
        ProjectDirectory
        ?? Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase) && Directory.Exists(metadata.Value))
            ?.Value
        ?? Directory.GetCurrentDirectory();
}
