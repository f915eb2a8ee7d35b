using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Markdown;

/// <summary>Makes each <c>[1]</c> of an answer open the source of that number.</summary>
internal static partial class CitationLinks
{
    /// <param name="html">Sanitised HTML.</param>
    /// <param name="sources">What the answer may cite; numbers that are not among them stay text.</param>
    public static string Add(string html, IReadOnlyList<Source> sources)
    {
        if (sources.Count == 0 || !Citation().IsMatch(html))
        {
            return html;
        }

        var document = new HtmlParser().ParseDocument("");
        document.Body!.InnerHtml = html;
        foreach (var text in document.Body.Descendants<IText>().Where(IsProse).ToList())
        {
            text.Replace([.. Parts(document, text.Data, sources)]);
        }

        return document.Body.InnerHtml;
    }

    private static bool IsProse(IText text) => !text.Ancestors<IElement>().Any(element => element.LocalName is "a" or "code" or "pre" or "button");

    private static IEnumerable<INode> Parts(IDocument document, string text, IReadOnlyList<Source> sources)
    {
        var done = 0;
        foreach (Match match in Citation().Matches(text))
        {
            var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            if (sources.FirstOrDefault(source => source.Number == number && (source.IsOurs || source.IsWeb)) is { } source)
            {
                yield return document.CreateTextNode(text[done..match.Index]);
                yield return Link(document, match.Value, source);
                done = match.Index + match.Length;
            }
        }

        yield return document.CreateTextNode(text[done..]);
    }

    private static IElement Link(IDocument document, string text, Source source)
    {
        var link = document.CreateElement("a");
        link.ClassName = "citation";
        link.TextContent = text;
        link.SetAttribute("href", source.Url);
        link.SetAttribute("title", source.Title);
        if (source.IsWeb)
        {
            link.SetAttribute("target", "_blank");
            link.SetAttribute("rel", "noopener noreferrer nofollow");
        }

        return link;
    }

    [GeneratedRegex(@"\[(\d{1,4})\]")]
    public static partial Regex Citation();
}
