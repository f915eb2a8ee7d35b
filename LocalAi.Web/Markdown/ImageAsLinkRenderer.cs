using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace LocalAi.Web.Markdown;

/// <summary>Shows an image of the model's as a link to it: the page itself fetches nothing from elsewhere.</summary>
internal sealed class ImageAsLinkRenderer : LinkInlineRenderer
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        if (link.IsImage && link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url ?? "image"));
        }

        link.IsImage = false;
        base.Write(renderer, link);
    }
}
