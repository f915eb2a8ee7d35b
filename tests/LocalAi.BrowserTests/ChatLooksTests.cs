using System.Text.RegularExpressions;
using LocalAi.TestServers.FakeAgent;

namespace LocalAi.BrowserTests;

/// <summary>Every state of the chat as a picture (artifacts/screenshots), light and dark, wide and narrow.</summary>
public sealed class ChatLooksTests(Browser browser, WebFixture fixture) : IClassFixture<WebFixture>
{
    private const string Answer = """
        Prefill and decode are the two phases of **every** answer:

        1. **Prefill** reads the whole prompt at once. It is bound by *compute*.
        2. **Decode** writes one token after another. It is bound by *memory bandwidth*.

        | phase | bound by | grows with |
        |:--|:--|--:|
        | prefill | compute | prompt length |
        | decode | bandwidth | answer length |

        ```csharp
        // Time to first token is queue + load + prefill.
        public sealed record Timings(double Queue, double Load, double Prefill, double Decode)
        {
            public double GpuBoundShare => (Prefill + Decode) / (Queue + Load + Prefill + Decode);
            public override string ToString() => $"{GpuBoundShare:P0} of 100";
        }
        ```

        > The first token takes longest because nothing can be written before the prompt has been read.

        See [the notes](https://example.org/notes) and `OLLAMA_KEEP_ALIVE`.
        """;

    public static TheoryData<string, int, int, bool> Sizes => new()
    {
        { "wide-light", 1280, 860, false },
        { "wide-dark", 1280, 860, true },
        { "phone-light", 390, 844, false },
        { "phone-dark", 390, 844, true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Chat_IsReadable_InEveryState(string name, int width, int height, bool dark)
    {
        var now = DateTimeOffset.UtcNow;
        var narrow = width < 860;
        fixture.Agent.Add("Quarterly report for the board", now.AddHours(-1));
        fixture.Agent.Add("A reply to Müller & Sons about the delivery in March", now.AddDays(-1));
        fixture.Agent.Add("Backup strategy", now.AddDays(-4));
        fixture.Agent.Add("Invoice record in C#", now.AddDays(-20));
        await using var window = await browser.OpenAsync(width, height, dark, touch: narrow);
        await window.GoAsync(fixture.Web.Url);
        await window.Page.Locator(".agent-state-ready").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await window.Page.Locator("html[data-theme='" + (dark ? "dark" : "light") + "']").WaitForAsync();
        await window.ShootAsync($"{name}-1-empty");

        var gate = new TaskCompletionSource();
        fixture.Agent.Answer = _ => new FakeAnswer()
            .CallTool("knowledge-search", """{ "query": "prefill decode", "top": 5 }""", "1. gpu-notes.md, line 14: Prefill is bound by compute …")
            .Say(Answer[..180]).WaitFor(gate.Task).Say(Answer[180..]).Measure(load: 0.9);
        await window.AskAsync("Explain what prefill and decode are, and why the first token takes longest.");
        await window.Page.Locator(".answer-live .md").WaitForAsync();
        await window.ShootAsync($"{name}-2-streaming");
        gate.SetResult();
        await window.SeeAsync("GPU-bound");
        await window.ShootAsync($"{name}-3-answer");
        await window.Page.Locator(".stat-button").Last.FocusAsync();
        await window.Page.Locator(".breakdown-card:visible").WaitForAsync();
        await window.ShootAsync($"{name}-4-breakdown");
        await window.Page.Locator(".tool summary").ClickAsync();
        await window.Page.Locator("[data-scroller]").EvaluateAsync("e => e.scrollTop = 0");
        await window.ShootAsync($"{name}-5-tool");

        fixture.Agent.Answer = _ => new FakeAnswer().Say("The answer begins, and then").Fail("The model server stopped", "It ran out of memory. A smaller model or context helps.");
        await window.AskAsync("And what happens when it fails?");
        await window.SeeAsync("The answer failed");
        await window.ShootAsync($"{name}-6-failed");

        await window.Page.GetByLabel(new Regex("^Model: ")).ClickAsync();
        await window.SeeAsync("tokens of context");
        await window.ShootAsync($"{name}-7-models");
        await window.Page.Keyboard.PressAsync("Escape");
        if (narrow)
        {
            await window.Page.Locator("[data-drawer-open]").ClickAsync();
            await window.SeeAsync("Backup strategy");
            await window.ShootAsync($"{name}-8-drawer");
        }

        var fonts = await window.Page.EvaluateAsync<string[]>("() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)");
        Assert.Equal(["Geist", "Geist Mono"], fonts.Select(font => font.Trim('"')).Distinct().Order());
        Assert.Empty(window.Complaints);
        Assert.Equal(["localhost"], window.Hosts);
    }
}
