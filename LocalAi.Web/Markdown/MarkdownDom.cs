using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace LocalAi.Web.Markdown;

/// <summary>What sanitised HTML gets before it is shown: safe links, code blocks with a copy button, tables that scroll.</summary>
internal static partial class MarkdownDom
{
    public static void Finish(IDocument document)
    {
        foreach (var element in document.QuerySelectorAll("[class]"))
        {
            // Any other class could borrow the look of the page's own controls.
            element.ClassName = string.Join(' ', element.ClassList.Where(name => AllowedClass().IsMatch(name)));
        }

        foreach (var input in document.QuerySelectorAll("input"))
        {
            if (input.GetAttribute("type") != "checkbox")
            {
                input.Remove();
            }

            input.SetAttribute("disabled", "");
        }

        foreach (var link in document.QuerySelectorAll("a"))
        {
            FinishLink(link);
        }

        foreach (var table in document.QuerySelectorAll("table"))
        {
            var scroller = document.CreateElement("div");
            scroller.ClassName = "md-table";
            scroller.SetAttribute("tabindex", "0");
            table.Replace(scroller);
            scroller.AppendChild(table);
        }

        foreach (var code in document.QuerySelectorAll("pre > code"))
        {
            FinishCode(document, code);
        }
    }

    private static void FinishLink(IElement link)
    {
        if (!AllowedAddress().IsMatch(link.GetAttribute("href") ?? ""))
        {
            link.Replace([.. link.ChildNodes]);
            return;
        }

        link.SetAttribute("target", "_blank");
        link.SetAttribute("rel", "noopener noreferrer nofollow");
    }

    private static void FinishCode(IDocument document, IElement code)
    {
        var language = code.ClassList.FirstOrDefault(name => name.StartsWith("language-", StringComparison.Ordinal))?["language-".Length..] ?? "";
        var label = document.CreateElement("span");
        label.ClassName = "md-code-language";
        label.TextContent = language.Length > 0 ? language : "text";
        var copy = document.CreateElement("button");
        copy.ClassName = "md-code-copy";
        copy.SetAttribute("type", "button");
        copy.SetAttribute("data-copy-code", "");
        copy.TextContent = "Copy";
        var head = document.CreateElement("div");
        head.ClassName = "md-code-head";
        head.Append(label, copy);
        var frame = document.CreateElement("div");
        frame.ClassName = "md-code";
        var pre = code.ParentElement!;
        pre.SetAttribute("tabindex", "0");
        pre.Replace(frame);
        frame.Append(head, pre);
        CodeHighlighter.Highlight(document, code, language);
    }

    [GeneratedRegex("^(https?://|mailto:)", RegexOptions.IgnoreCase)]
    private static partial Regex AllowedAddress();

    [GeneratedRegex(@"^(language-[\w#+.-]{1,32}|task-list-item|contains-task-list)$")]
    private static partial Regex AllowedClass();
}
