using LocalAi.TestServers.FakeAgent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>What a person sees when a part of the stack goes away and comes back.</summary>
public sealed class OutageTests : IClassFixture<WebFixture>
{
    private readonly Browser _browser;
    private readonly WebFixture _fixture;

    public OutageTests(Browser browser, WebFixture fixture)
    {
        (_browser, _fixture) = (browser, fixture);
        fixture.Agent.Reset();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AgentAway_IsSaid_AndThePageGoesOnByItself()
    {
        var conversation = _fixture.Agent.Add("Kept conversation", DateTimeOffset.UtcNow, ("user", "Before"), ("assistant", "An answer from before"));
        await _fixture.Agent.StopAsync();
        await using var window = await _browser.OpenAsync(dark: true);
        await window.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        await window.SeeAsync("Trying again every second");
        await window.ShootAsync("wide-dark-10-agent-away");
        await window.AskAsync("typed while away");
        await Assertions.Expect(window.Box).ToHaveValueAsync("typed while away");

        await _fixture.Agent.StartAsync(Token);

        await window.SeeAsync("An answer from before");
        await window.SeeAsync("Kept conversation");
        await Assertions.Expect(window.Page.GetByText("Trying again every second")).ToHaveCountAsync(0);
        await window.Box.PressAsync("Enter");
        await window.SeeAsync("You said: typed while away");
    }

    [Fact]
    public async Task AgentWithoutItsDatabase_IsSaid()
    {
        _fixture.Agent.Healthy = false;
        try
        {
            await using var window = await _browser.OpenAsync();
            await window.GoAsync(_fixture.Web.Url);

            await window.SeeAsync("The agent is waiting for its database");
        }
        finally
        {
            _fixture.Agent.Healthy = true;
        }
    }

    [Fact]
    public async Task AgentGoneInMidAnswer_KeepsWhatHadArrived()
    {
        _fixture.Agent.Answer = _ => new FakeAnswer().Say("What had arrived").WaitFor(new TaskCompletionSource().Task);
        await using var window = await _browser.OpenAsync();
        await window.GoAsync(_fixture.Web.Url);
        await window.AskAsync("a question");
        await window.SeeAsync("What had arrived");

        await _fixture.Agent.StopAsync();

        await window.SeeAsync("The answer broke off");
        await window.SeeAsync("What had arrived");
        _fixture.Agent.Answer = question => new FakeAnswer().Say($"Again: {question}");
        await _fixture.Agent.StartAsync(Token);
        await Assertions.Expect(window.Page.Locator(".agent-state-ready")).ToBeVisibleAsync();
        await window.Page.GetByText("Try again").ClickAsync();
        await window.SeeAsync("Again: a question");
    }

    [Fact]
    public async Task WebRestart_IsSaid_AndThePageComesBackWithTheDraft()
    {
        var conversation = _fixture.Agent.Add("Through the restart", DateTimeOffset.UtcNow, ("user", "Before"), ("assistant", "An answer from before"));
        await using var window = await _browser.OpenAsync();
        await window.GoAsync($"{_fixture.Web.Url}/c/{conversation.Id}");
        await window.SeeAsync("An answer from before");
        await window.Box.FillAsync("a draft");

        await _fixture.Web.KillAsync();
        await window.Page.Locator(".la-reconnect-title:visible").WaitForAsync();
        await window.ShootAsync("wide-light-11-reconnect");
        await _fixture.Web.StartAsync(Token);

        await window.Page.Locator(".la-reconnect-title:visible").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await window.SeeAsync("An answer from before");
        await window.Page.Locator("html[data-attached]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await Assertions.Expect(window.Box).ToHaveValueAsync("a draft");
        await window.Box.PressAsync("Enter");
        await window.SeeAsync("You said: a draft");
    }
}
