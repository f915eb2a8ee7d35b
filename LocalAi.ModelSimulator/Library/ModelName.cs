using System.Text.RegularExpressions;

namespace LocalAi.ModelSimulator.Library;

/// <summary>Ollama's model names: <c>[host/][namespace/]model[:tag]</c>, compared without case, tag <c>latest</c> where none is given.</summary>
internal static partial class ModelName
{
    /// <summary>Everything here begins with this, so that nobody takes a simulated model for a real one.</summary>
    public const string Namespace = "simulated";

    private const string Host = "registry.ollama.ai/";

    /// <summary>The name with its tag and without the default host, or null when it is not a model name.</summary>
    public static string? Normalize(string name)
    {
        if (name.StartsWith(Host, StringComparison.OrdinalIgnoreCase))
        {
            name = name[Host.Length..];
        }

        if (!Pattern().IsMatch(name))
        {
            return null;
        }

        return name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";
    }

    /// <summary>How Ollama's error texts name a model.</summary>
    public static string Full(string normalized) => normalized.Contains('/') ? Host + normalized : Host + "library/" + normalized;

    [GeneratedRegex(@"^([A-Za-z0-9_][A-Za-z0-9_.:-]*/)?([A-Za-z0-9_][A-Za-z0-9_.-]*/)?[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$")]
    private static partial Regex Pattern();
}
