using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>A person pulls a model, chats with it and compares what was promised with what came.</summary>
public sealed partial class ModelsTests(Browser browser, ModelsFixture fixture) : IClassFixture<ModelsFixture>
{
    [Fact]
    public async Task Model_IsPulledUsedAndMeasured_InTheBrowser()
    {
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync($"{fixture.Url}/models");
        await window.Page.Locator("[data-entry]").First.WaitForAsync();
        await window.Page.GetByLabel("Search models").FillAsync("qwen3");
        await window.ShootAsync("wide-light-20-models");

        // Pull: progress is seen, cancelling keeps what there is, resuming goes on.
        await window.Page.GetByLabel("Pull qwen3:1.7b", new() { Exact = true }).ClickAsync();
        var job = window.Page.Locator($"[data-job='{ModelsFixture.Model}']");
        await Assertions.Expect(job).ToContainTextAsync(ProgressText());
        await window.ShootAsync("wide-light-21-pulling");
        await job.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(job).ToContainTextAsync("Cancelled");
        await job.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        var installed = window.Page.Locator($"[data-model='{ModelsFixture.Model}']");
        await installed.WaitForAsync();
        await Assertions.Expect(job).ToContainTextAsync("Ready");
        await Assertions.Expect(installed).ToContainTextAsync("Not measured yet");

        await window.GoAsync(fixture.Url);
        await window.AskAsync("Describe in a few sentences how a transformer reads a prompt and writes an answer. Prefill reads the prompt. Decode writes the answer.");
        await window.Page.Locator(".stat").First.WaitForAsync();

        // Expected against measured: the simulator's clock is the estimate's.
        await window.Page.GotoAsync($"{fixture.Url}/models");
        await window.Page.Locator("[data-entry]").First.WaitForAsync();
        await Assertions.Expect(installed).ToContainTextAsync("Measured");
        var rates = RatesText().Match(await installed.Locator(".speed-text").InnerTextAsync());
        var expected = double.Parse(rates.Groups[1].Value, CultureInfo.InvariantCulture);
        var measured = double.Parse(rates.Groups[2].Value, CultureInfo.InvariantCulture);
        // A busy machine makes a clock slow and never quick; how exact the simulator is, its own tests say.
        Assert.InRange(measured / expected, 0.1, 1.1);
        await window.ShootAsync("wide-light-22-measured");
        Assert.Empty(window.Complaints);
        Assert.All(window.Hosts, host => Assert.Equal("localhost", host));
    }

    [Theory]
    [InlineData("wide-dark", 1280, 860, true)]
    [InlineData("phone-light", 390, 844, false)]
    [InlineData("phone-dark", 390, 844, true)]
    public async Task ModelsPage_IsReadable_AtEverySize(string name, int width, int height, bool dark)
    {
        await using var window = await browser.OpenAsync(width, height, dark, touch: width < 860);
        await window.Page.GotoAsync($"{fixture.Url}/models");
        await window.Page.Locator("[data-entry]").First.WaitForAsync();
        await window.ShootAsync($"{name}-20-models");

        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        await window.Page.Locator("[data-entry='qwen3:8b']").ScrollIntoViewIfNeededAsync();
        await window.ShootAsync($"{name}-21-catalogue");
    }

    [GeneratedRegex(@"of 1\.\d GB, \d+ %")]
    private static partial Regex ProgressText();

    [GeneratedRegex(@"Expected ([\d.]+) tokens/s[\s\S]*Measured ([\d.]+) tokens/s")]
    private static partial Regex RatesText();
}
