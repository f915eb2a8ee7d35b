namespace LocalAi.Web.Agent;

/// <summary>Something an answer rests on; the answer cites it as <c>[Number]</c>.</summary>
public sealed record Source(int Number, string Title, string Url, string? Passage)
{
    /// <summary>Where a browser may go: a page of this application, or one of the web. Anything else is only named.</summary>
    public string? Link =>
        Url.StartsWith('/') && !Url.StartsWith("//", StringComparison.Ordinal) ? Url[1..]
        : Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") ? Url
        : null;

    /// <summary>Whether it is a page of the web.</summary>
    public bool IsOutside => Link is not null && !Url.StartsWith('/');
}
