using LocalAi.TestServers.FakeAgent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>What a person does in the chat, in a real browser, against an agent that the test controls.</summary>
public sealed class ChatTests : IClassFixture<WebFixture>
{
    private readonly Browser _browser;
    private readonly WebFixture _fixture;

    public ChatTests(Browser browser, WebFixture fixture)
    {
        (_browser, _fixture) = (browser, fixture);
        fixture.Agent.Reset();
    }

    private FakeAgentServer Agent => _fixture.Agent;

    [Fact]
    public async Task Conversation_HasADeepLink_AndSurvivesALoad()
    {
        Agent.Answer = question => new FakeAnswer().Say($"**Answer** to {question}").Measure();
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);

        await window.AskAsync("first question");
        await window.SeeAsync("to first question");
        await window.AskAsync("second question");
        await window.SeeAsync("to second question");
        await window.Page.Locator(".stat-button").Nth(1).WaitForAsync();
        var address = window.Page.Url;
        await window.GoAsync(address);
        await window.SeeAsync("to second question");

        Assert.Matches("/c/[0-9a-f-]{36}$", address);
        Assert.Equal(["first question", "second question"], await window.Page.Locator(".question-text").AllTextContentsAsync());
        Assert.Equal("first question · LocalAi", await window.Page.TitleAsync());
        Assert.Empty(window.Complaints);
        Assert.Equal(["localhost"], window.Hosts);
    }

    [Fact]
    public async Task RunningAnswer_GoesOn_WhenThePageIsLoadedAgain()
    {
        var gate = new TaskCompletionSource();
        Agent.Answer = _ => new FakeAnswer().Say("The first half").WaitFor(gate.Task).Say(" and the second.").Measure();
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("Tell me a story");
        await window.SeeAsync("The first half");

        await window.GoAsync(window.Page.Url);
        await window.SeeAsync("The first half");
        await window.Page.Locator(".send-stop").WaitForAsync();
        gate.SetResult();

        await window.SeeAsync("The first half and the second.");
        await window.Page.Locator(".stat-button").WaitForAsync();
        Assert.Single(await window.Page.Locator(".question-text").AllAsync());
    }

    [Fact]
    public async Task SecondTab_FollowsTheSameAnswer()
    {
        var gate = new TaskCompletionSource();
        Agent.Answer = _ => new FakeAnswer().Say("Both").WaitFor(gate.Task).Say(" tabs.");
        var conversation = Agent.Add("Shared", DateTimeOffset.UtcNow);
        await using var first = await _browser.OpenAsync();
        await using var second = await _browser.OpenAsync();
        await first.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        await second.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");

        await first.AskAsync("Who sees this?");
        await second.SeeAsync("Both");
        gate.SetResult();

        await second.SeeAsync("Both tabs.");
        await second.Page.Locator(".answer-foot").WaitForAsync();
        Assert.Equal(["Who sees this?"], await second.Page.Locator(".question-text").AllTextContentsAsync());
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("button")]
    public async Task Stop_EndsTheAnswer_AndKeepsItsBeginning(string how)
    {
        Agent.Answer = _ => new FakeAnswer().Say("Only the beginning").WaitFor(new TaskCompletionSource().Task);
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("Go on for ever");
        await window.SeeAsync("Only the beginning");

        if (how == "Escape")
        {
            await window.Page.Keyboard.PressAsync("Escape");
        }
        else
        {
            await window.Page.Locator(".send-stop").ClickAsync();
        }

        await window.SeeAsync("You stopped this answer.");
        await window.SeeAsync("Only the beginning");
        await window.Page.Locator("[data-send]").WaitForAsync();
    }

    [Fact]
    public async Task FailedAnswer_OffersToAskAgain()
    {
        Agent.Answer = _ => new FakeAnswer().Say("It begins").Fail("The model server stopped", "It ran out of memory.");
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("try this");
        await window.SeeAsync("It ran out of memory.");
        Agent.Answer = question => new FakeAnswer().Say($"Now it works: {question}");

        await window.Page.GetByText("Try again").ClickAsync();

        await window.SeeAsync("Now it works: try this");
    }

    [Fact]
    public async Task Scrolling_FollowsTheAnswer_UntilTheUserGoesUp()
    {
        var (more, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var page = string.Concat(Enumerable.Range(1, 60).Select(line => $"Paragraph {line} of the answer.\n\n"));
        Agent.Answer = _ => new FakeAnswer().Say(page).WaitFor(more.Task).Say(page).WaitFor(end.Task).Say("The very end.");
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("write a lot");
        var scroller = window.Page.Locator("[data-scroller]");
        const string FromEnd = "e => e.scrollHeight - e.scrollTop - e.clientHeight";
        await window.Page.GetByText("Paragraph 60").First.WaitForAsync();
        await window.Page.WaitForFunctionAsync("() => { const e = document.querySelector('[data-scroller]'); return e.scrollHeight - e.scrollTop - e.clientHeight < 2; }");

        await scroller.HoverAsync();
        await window.Page.Mouse.WheelAsync(0, -600);
        await window.Page.Locator("[data-jump][data-shown]").WaitForAsync();
        more.SetResult();
        await Assertions.Expect(window.Page.GetByText("Paragraph 60")).ToHaveCountAsync(2);
        Assert.True(await scroller.EvaluateAsync<double>(FromEnd) > 600);
        await window.Page.Locator("[data-jump]").ClickAsync();
        await window.Page.WaitForFunctionAsync("() => { const e = document.querySelector('[data-scroller]'); return e.scrollHeight - e.scrollTop - e.clientHeight < 2; }");
        end.SetResult();

        await Assertions.Expect(window.Page.GetByText("The very end.")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Conversations_CanBeFoundRenamedAndDeleted()
    {
        var token = Guid.NewGuid().ToString("N");
        var conversation = Agent.Add($"Minutes {token}", DateTimeOffset.UtcNow);
        Agent.Add("Something else entirely", DateTimeOffset.UtcNow);
        await using var window = await _browser.OpenAsync();
        await window.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        await window.SeeAsync("Something else entirely");

        await window.Page.Locator("[data-search]").FillAsync(token);
        await Assertions.Expect(window.Page.Locator(".list-item")).ToHaveCountAsync(1);
        await window.Page.Locator(".list-item").HoverAsync();
        await window.Page.GetByTitle("Rename").ClickAsync();
        await window.Page.Locator(".list-rename").FillAsync($"Renamed {token}");
        await window.Page.Locator(".list-rename").PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator(".list-title")).ToHaveTextAsync($"Renamed {token}");
        Assert.Equal($"Renamed {token}", conversation.Title);
        await Assertions.Expect(window.Page.Locator(".chat-head h1")).ToHaveTextAsync($"Renamed {token}");

        await window.Page.Locator(".list-item").HoverAsync();
        await window.Page.GetByTitle("Delete").ClickAsync();
        await window.SeeAsync("Delete this conversation?");
        await window.ShootAsync("wide-light-9-delete");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete", Exact = true }).ClickAsync();
        await window.SeeAsync("What would you like to know?");
        Assert.DoesNotContain(Agent.Conversations, item => item.Id == conversation.Id);
    }

    [Fact]
    public async Task DeletedConversation_SaysSo()
    {
        await using var window = await _browser.OpenAsync();

        await window.GoAsync($"{_fixture.Web.Url}/c/{Guid.NewGuid()}");

        await window.SeeAsync("This conversation is not here any more");
        await Assertions.Expect(window.Box).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Theme_IsTheSystems_UntilChosen_AndThenKept()
    {
        await using var window = await _browser.OpenAsync(dark: true);
        await window.GoAsync(_fixture.Web.Url);
        Assert.Equal("dark", await window.Page.Locator("html").GetAttributeAsync("data-theme"));

        await window.Page.Locator("[data-theme-toggle]").ClickAsync();
        Assert.Equal("light", await window.Page.Locator("html").GetAttributeAsync("data-theme"));
        await window.Page.GotoAsync(_fixture.Web.Url, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await window.Page.Locator("body").WaitForAsync();

        Assert.Equal("light", await window.Page.Locator("html").GetAttributeAsync("data-theme"));
        Assert.Equal("rgb(247, 248, 246)", await window.Page.Locator("body").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
    }

    [Fact]
    public async Task LongConversation_DrawsTheNewestFirst()
    {
        var messages = Enumerable.Range(1, 200).SelectMany(turn => new[] { ("user", $"Question {turn}"), ("assistant", $"Answer *{turn}*\n\n```cs\nvar x = {turn};\n```") });
        var conversation = Agent.Add("Long", DateTimeOffset.UtcNow, [.. messages]);
        await using var window = await _browser.OpenAsync();

        await window.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        await Assertions.Expect(window.Page.GetByText("Answer 200")).ToBeInViewportAsync();
        await Assertions.Expect(window.Page.Locator(".question, .answer")).ToHaveCountAsync(40);
        await window.Page.GetByText("Show 40 earlier messages").ClickAsync();

        await Assertions.Expect(window.Page.Locator(".question, .answer")).ToHaveCountAsync(80);
    }

    [Fact]
    public async Task FastStream_ReachesTheBrowserInFrames()
    {
        var text = string.Join(' ', Enumerable.Range(1, 8_000).Select(word => word % 40 == 0 ? $"{word}.\n\n" : $"word{word}"));
        Agent.Answer = _ => new FakeAnswer().Say(text + " The end.");
        await using var window = await _browser.OpenAsync();
        var (frames, bytes) = (0, 0L);
        window.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            Interlocked.Increment(ref frames);
            Interlocked.Add(ref bytes, frame.Binary?.Length ?? 0);
        };
        await window.GoAsync(_fixture.Web.Url);
        var before = (frames, bytes);

        await window.AskAsync("as fast as you can");
        await window.SeeAsync("The end.");

        Assert.InRange(frames - before.frames, 1, 1500);
        Assert.InRange(bytes - before.bytes, text.Length, text.Length * 12L);
        TestContext.Current.TestOutputHelper?.WriteLine($"{text.Length} characters in {frames - before.frames} frames, {bytes - before.bytes} bytes");
    }
}
