using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using SmartReader;

namespace LocalAi.AgentApi.WebPages;

/// <summary>The text of a page.</summary>
/// <param name="Title">The page's own, else its address.</param>
/// <param name="Url">Where it was in the end, after redirects.</param>
/// <param name="Text">The main content of a web page; everything of a plain text.</param>
/// <param name="Cut">It was longer than what is read.</param>
internal sealed partial record PageText(string Title, Uri Url, string Text, bool Cut)
{
    private const int MaxOpen = 4000;

    private static readonly byte[][] VoidElements =
        [.. new[] { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public static PageText From(Uri url, bool html, string? charset, ReadOnlyMemory<byte> body, bool cut)
    {
        if (!html)
        {
            return new PageText(url.AbsoluteUri, url, Encoding(charset).GetString(body.Span), cut);
        }

        if (IsHostile(body.Span))
        {
            throw new PageRefusedException($"{url} is nested too deeply to be a page for readers.");
        }

        using var stream = new MemoryStream(body.ToArray(), writable: false);
        // The parser finds the encoding in the page where the server did not say it.
        var document = new HtmlParser().ParseDocument(stream);
        var title = document.Title is { Length: > 0 } given ? given.Trim() : url.AbsoluteUri;
        using var reader = new Reader(url.AbsoluteUri, document.Source.Text);
        var article = reader.GetArticle();
        foreach (var element in document.QuerySelectorAll("script, style, noscript, template, svg"))
        {
            element.Remove();
        }

        var text = article.IsReadable ? article.TextContent : document.Body?.TextContent ?? "";
        return new PageText(article.Title is { Length: > 0 } better ? better : title, url, Tidy(text), cut);
    }

    /// <summary>
    /// Elements that are opened and never closed cost a parser the square of their number. Pages leave list items and paragraphs open, some
    /// hundreds at most.
    /// </summary>
    private static bool IsHostile(ReadOnlySpan<byte> html)
    {
        var open = 0;
        while (html.IndexOf((byte)'<') is var at and >= 0 && at + 1 < html.Length && open <= MaxOpen)
        {
            open += html[at + 1] == '/' ? -1 : char.IsAsciiLetter((char)html[at + 1]) ? 1 : 0;
            var end = html[(at + 1)..].IndexOf((byte)'>');
            // A void element, written as such or by its name, closes itself.
            open -= end > 0 && (html[at + end] == '/' || IsVoid(html.Slice(at + 1, end))) ? 1 : 0;
            open = Math.Max(open, 0);
            html = html[(at + 1)..];
        }

        return open > MaxOpen;
    }

    private static bool IsVoid(ReadOnlySpan<byte> tag)
    {
        foreach (var name in VoidElements)
        {
            if (tag.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(tag[..name.Length], name)
                && (tag.Length == name.Length || !char.IsAsciiLetterOrDigit((char)tag[name.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Tidy(string text) => Lines().Replace(Blanks().Replace(text, " "), "\n\n").Trim();

    private static Encoding Encoding(string? charset)
    {
        try
        {
            return charset is null ? System.Text.Encoding.UTF8 : System.Text.Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return System.Text.Encoding.UTF8;
        }
    }

    [GeneratedRegex(@"[^\S\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Lines();
}
