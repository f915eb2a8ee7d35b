using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Evaluation;

/// <summary>How containers reach a resource: by this host name on the network they share.</summary>
internal static class ContainerNetworkName
{
    /// <summary><c>NAME.dev.internal</c>, in lower case.</summary>
    public static string For(IResource resource) => $"{resource.Name.ToLowerInvariant()}.dev.internal";
}
