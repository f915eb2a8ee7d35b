using System.ComponentModel;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.WebSearch;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.WebPages;

/// <summary>Reads pages of the web: <c>web_read</c>.</summary>
internal sealed class WebPagePlugin(PageReader reader)
{
    [KernelFunction("read")]
    [Description("Reads a page of the web: its main text without menus and advertising. Cite it by the number in front, as [1].")]
    public async Task<string> ReadAsync(
        [Description("The page's address, beginning with http:// or https://.")] string url, Kernel kernel, CancellationToken cancellationToken)
    {
        var page = await reader.ReadAsync(url, cancellationToken);
        if (page.Text.Length == 0)
        {
            throw new PageRefusedException($"{page.Url} has no text.");
        }

        var number = TurnContext.Of(kernel).Cite(page.Title, page.Url.AbsoluteUri, page.Text, $"{WebSearchPlugin.Name}_read");
        return $"[{number}] {page.Title}\n{page.Url}\n\n{page.Text}{(page.Cut ? "\n\n[cut: the page is longer than what is read of it]" : "")}";
    }
}
