namespace LocalAi.Web.Agent;

/// <summary>A model that the agent can use, and the server that computes it.</summary>
public sealed record ModelInfo(string Id, string? Provider, IReadOnlyList<string> Capabilities, int? ContextLength, bool Simulated, string? Endpoint)
{
    /// <summary>The id as people say it: without Ollama's default tag.</summary>
    public string Name => WithoutDefaultTag(Id);

    /// <summary>Whether it answers questions; an embedding model does not.</summary>
    public bool CanChat => Capabilities.Contains("chat");

    /// <summary>Where it is computed, in the words of a user: this machine, or the name of the server.</summary>
    public string Place =>
        !Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) ? "unknown" : uri.IsLoopback ? "this machine" : uri.Host;

    /// <summary>Whether <paramref name="id"/> names this model; Ollama takes a name without a tag for <c>:latest</c>.</summary>
    public bool IsNamed(string? id) => id is not null && WithoutDefaultTag(id) == Name;

    /// <summary>A model id as people say it.</summary>
    public static string WithoutDefaultTag(string id) => id.EndsWith(":latest", StringComparison.Ordinal) ? id[..^":latest".Length] : id;
}
