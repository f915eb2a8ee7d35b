namespace LocalAi.Web.Agent;

/// <summary>A model that the agent can use, and the server that computes it.</summary>
public sealed record ModelInfo(string Id, string? Provider, IReadOnlyList<string> Capabilities, int? ContextLength, bool Simulated, string? Endpoint)
{
    /// <summary>Whether it answers questions; an embedding model does not.</summary>
    public bool CanChat => Capabilities.Contains("chat");

    /// <summary>Where it is computed, in the words of a user: this machine, or the name of the server.</summary>
    public string Place =>
        !Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) ? "unknown" : uri.IsLoopback ? "this machine" : uri.Host;
}
