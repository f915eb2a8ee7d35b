using System.Text.Json.Serialization;

namespace LocalAi.Web.Agent;

/// <summary>What an answer may rest on: a page, or a passage of a document. Answers cite it as <c>[Number]</c>.</summary>
/// <param name="Url">Where it opens; a path of ours for a document. It comes from other servers, and may be anything.</param>
public sealed record Source(int Number, string Title, string Url, string Passage, string Tool)
{
    /// <summary>A document that LocalAi keeps.</summary>
    [JsonIgnore]
    public bool IsOurs => Url.StartsWith("/knowledge/", StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsWeb => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");
}
