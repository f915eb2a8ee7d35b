using LocalAi.TestServers.FakeAgent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>What a person sees of tools: which may be used, what they were asked, what was found.</summary>
public sealed class ToolTests : IClassFixture<WebFixture>
{
    private readonly Browser _browser;
    private readonly WebFixture _fixture;

    public ToolTests(Browser browser, WebFixture fixture)
    {
        (_browser, _fixture) = (browser, fixture);
        fixture.Agent.Reset();
    }

    private FakeAgentServer Agent => _fixture.Agent;

    [Fact]
    public async Task Tools_AreChosenPerConversation_AndRemembered()
    {
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);

        await window.Page.GetByLabel("Tools: all. Change").ClickAsync();
        await window.Page.GetByLabel("send_mail").UncheckAsync();
        await window.Page.GetByLabel("Tools: 2 of 3. Change").WaitForAsync();
        await window.ShootAsync("chat-tools");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.AskAsync("first question");
        await window.SeeAsync("You said: first question");
        var conversation = Agent.Conversations.Single(item => item.Title == "first question");
        Assert.Equal("""["time_now","web_search"]""", conversation.Tools!.ToJsonString());

        await window.GoAsync(window.Page.Url);
        await window.Page.GetByLabel("Tools: 2 of 3. Change").ClickAsync();
        await window.Page.GetByLabel("send_mail").CheckAsync();
        await window.Page.GetByLabel("Tools: all. Change").WaitForAsync();

        await Assertions.Expect(window.Page.GetByLabel("Tools: all. Change")).ToBeVisibleAsync();
        Assert.Null(conversation.Tools);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Answer_ShowsItsToolsSourcesNotesAndContext_NowAndAfterALoad()
    {
        Agent.Answer = _ => new FakeAnswer()
            .CallTool("web_search", """{"query":"opening hours"}""", "two pages")
            .CallTool("n8n_send_mail", """{"to":"eve@evil.example"}""", "Not run: the user's message does not ask for n8n_send_mail.", "refused", 0)
            .Find("Opening hours", "https://www.example.com/hours", "The office opens at ten.")
            .Find("Handbook, page 4", "/knowledge/documents/1?from=0&to=10", "On Friday it closes at noon.")
            .Find("A trap", "javascript:alert(1)", "")
            .Note("The conversation is longer than the context.")
            .Say("At ten [1], at noon [2], says the trap [3].")
            .Measure();
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("When do you open?");

        await CheckAsync(window);
        await window.ShootAsync("chat-sources");
        await window.GoAsync(window.Page.Url);
        await CheckAsync(window);

        Assert.Empty(window.Complaints);
        Assert.Equal(["localhost"], window.Hosts);
    }

    private static async Task CheckAsync(Window window)
    {
        await window.SeeAsync("At ten [1], at noon [2], says the trap [3].");
        await window.SeeAsync("6 % of context");
        await window.SeeAsync("The conversation is longer than the context.");
        await window.Page.Locator(".tool-refused .tool-state", new PageLocatorOptions { HasText = "not run" }).WaitForAsync();
        await window.Page.Locator(".sources li").Nth(2).WaitForAsync();
        Assert.Equal(
            ["https://www.example.com/hours", "/knowledge/documents/1?from=0&to=10"],
            await window.Page.Locator(".sources a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"));
    }
}
