using System.Text.Json.Nodes;
using LocalAi.TestServers.FakeAgent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>Writing and sending, in a real browser.</summary>
public sealed class MessageBoxTests : IClassFixture<WebFixture>
{
    private readonly Browser _browser;
    private readonly WebFixture _fixture;

    public MessageBoxTests(Browser browser, WebFixture fixture)
    {
        (_browser, _fixture) = (browser, fixture);
        fixture.Agent.Reset();
    }

    private FakeAgentServer Agent => _fixture.Agent;

    [Fact]
    public async Task Keys_SendBreakLinesSearchAndBegin()
    {
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.Box.PressSequentiallyAsync("one");
        await window.Box.PressAsync("Shift+Enter");
        await window.Box.PressSequentiallyAsync("two");
        await window.Box.PressAsync("Enter");
        await window.SeeAsync("You said: one");
        Assert.Contains(("one\ntwo", "simulated/extractive"), Agent.Questions);

        await window.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(window.Page.Locator("[data-search]")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Control+Shift+o");
        await window.SeeAsync("What would you like to know?");
        await window.Page.Locator("body").ClickAsync(new LocatorClickOptions { Position = new Position { X = 900, Y = 40 } });
        await window.Page.Keyboard.PressAsync("/");
        await Assertions.Expect(window.Box).ToBeFocusedAsync();
        Assert.Equal("", await window.Box.InputValueAsync());
    }

    [Fact]
    public async Task Draft_SurvivesALoad_AndBelongsToItsConversation()
    {
        var conversation = Agent.Add("Other", DateTimeOffset.UtcNow);
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.Box.FillAsync("half a thought");
        await window.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        Assert.Equal("", await window.Box.InputValueAsync());

        await window.GoAsync(_fixture.Web.Url);

        await Assertions.Expect(window.Box).ToHaveValueAsync("half a thought");
    }

    [Fact]
    public async Task LongMessage_ArrivesWhole()
    {
        Agent.Answer = question => new FakeAnswer().Say($"Got {question.Length} characters.");
        var text = string.Concat(Enumerable.Repeat("A sentence with ümläuts – and more. ", 20_000)).Trim();
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);

        await window.AskAsync(text);

        await window.SeeAsync($"Got {text.Length} characters.");
        Assert.Contains((text, "simulated/extractive"), Agent.Questions);
    }

    [Fact]
    public async Task RefusedMessage_IsBackInTheBox_WithTheReason()
    {
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        Agent.Refusal = (413, new JsonObject { ["title"] = "The message is too long", ["status"] = 413, ["detail"] = "At most 1 MB." });
        try
        {
            await window.AskAsync("an important question");
            await window.SeeAsync("The message is too long");
            await window.SeeAsync("At most 1 MB.");
            await Assertions.Expect(window.Box).ToHaveValueAsync("an important question");
        }
        finally
        {
            Agent.Refusal = null;
        }

        await window.Page.GetByText("Send again").ClickAsync();

        await window.SeeAsync("You said: an important question");
        await Assertions.Expect(window.Box).ToHaveValueAsync("");
    }
}
