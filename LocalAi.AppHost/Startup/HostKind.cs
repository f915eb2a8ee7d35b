using System.Reflection;

namespace LocalAi.AppHost.Startup;

/// <summary>Which host runs the stack: Aspire, or LocalAi's own where Aspire's packages cannot be restored.</summary>
internal static class HostKind
{
    /// <summary>Whether <see cref="DistributedApplication"/> is the one of LocalAi.Hosting.</summary>
    public static bool IsPortable => typeof(DistributedApplication).Assembly.GetName().Name == "LocalAi.Hosting";

    /// <summary>One sentence: which host and why.</summary>
    public static string Describe()
    {
        var reason = typeof(HostKind).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "LocalAi.Host.Reason")?.Value;
        return $"{(IsPortable ? "LocalAi's portable host" : "Aspire")} runs the stack{(string.IsNullOrEmpty(reason) ? "" : $": {reason}")}.";
    }
}
