using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>A person signs in, chats, makes a key, sees what it used, and revokes it.</summary>
public sealed class AccessTests(Browser browser, AccessFixture fixture) : IClassFixture<AccessFixture>
{
    [Fact]
    public async Task Person_SignsInChatsAndHandsOutAKey_InTheBrowser()
    {
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync($"{fixture.Url}/keys");
        await window.Page.GetByLabel("Password").FillAsync("not the password");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.SeeAsync("That is not the password.");
        await window.ShootAsync("wide-light-30-sign-in");
        await window.Page.GetByLabel("Password").FillAsync(AccessFixture.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.SeeAsync("There is no key yet.");

        await window.Page.GetByText("Make a key").ClickAsync();
        await window.Page.GetByLabel("Name").FillAsync("Team wiki");
        await window.Page.GetByLabel("Tokens a day, at most").FillAsync("100000");
        await window.Page.GetByLabel("all, those to come too").UncheckAsync();
        await window.Page.GetByLabel("Manuals").CheckAsync();
        await window.ShootAsync("wide-light-31-new-key");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make key" }).ClickAsync();
        var secret = await window.Page.Locator("[data-new-key] code").InnerTextAsync();
        Assert.Equal(200, await ChatAsync(secret));
        await ChooseContractsTooAsync(window, secret);

        await window.GoAsync(fixture.Url);
        await window.AskAsync("My name is Ada and I keep bees. What is my name?");
        await Assertions.Expect(window.Page.Locator(".answer").Last).ToContainTextAsync("Ada");
        await Assertions.Expect(window.Page.Locator(".stat-place").First).ToContainTextAsync("on this machine");

        await window.Page.GotoAsync($"{fixture.Url}/keys");
        await window.Page.GetByLabel("Group usage by").SelectOptionAsync("key");
        var usage = window.Page.Locator("[data-usage] tbody");
        await Assertions.Expect(usage).ToContainTextAsync("Team wiki");
        await Assertions.Expect(usage).ToContainTextAsync("the stack");
        await window.ShootAsync("wide-light-32-keys");

        await window.Page.GetByLabel("Revoke Team wiki").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke for good" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("[data-key='Team wiki']")).ToContainTextAsync("revoked");
        Assert.Equal(401, await ChatAsync(secret));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByLabel("Password").WaitForAsync();
        await window.Page.GotoAsync($"{fixture.Url}/keys");
        await window.Page.GetByLabel("Password").WaitForAsync();
        Assert.DoesNotContain(window.Complaints, complaint => !complaint.Contains("401", StringComparison.Ordinal));
        Assert.All(window.Hosts, host => Assert.Equal("localhost", host));
    }

    [Theory]
    [InlineData("wide-dark", 1280, 860, true)]
    [InlineData("phone-light", 390, 844, false)]
    [InlineData("phone-dark", 390, 844, true)]
    public async Task Pages_AreReadable_AtEverySize(string name, int width, int height, bool dark)
    {
        await using var window = await browser.OpenAsync(width, height, dark, touch: width < 860);
        await window.Page.GotoAsync($"{fixture.Url}/keys");
        await window.Page.GetByLabel("Password").WaitForAsync();
        await window.ShootAsync($"{name}-30-sign-in");
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        await window.Page.GetByLabel("Password").FillAsync(AccessFixture.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.Locator("#usage-heading").WaitForAsync();
        await window.Page.GetByText("Make a key").ClickAsync();

        await window.ShootAsync($"{name}-31-keys");

        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    /// <summary>The key that may search Manuals gets Contracts, on a phone.</summary>
    private async Task ChooseContractsTooAsync(Window window, string secret)
    {
        var key = window.Page.Locator("[data-key='Team wiki']");
        await Assertions.Expect(key).ToContainTextAsync("searches Manuals");
        Assert.Equal(["Manuals"], await CollectionsAsync(secret));

        await window.Page.SetViewportSizeAsync(390, 844);
        await window.Page.GetByLabel("Collections of Team wiki").ClickAsync();
        await key.GetByLabel("Contracts").CheckAsync();
        await window.ShootAsync("phone-light-32-key-collections");
        await key.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(key).ToContainTextAsync("searches Contracts, Manuals");
        Assert.Equal(["Contracts", "Manuals"], await CollectionsAsync(secret));
        await window.Page.SetViewportSizeAsync(1280, 860);
    }

    private async Task<List<string?>> CollectionsAsync(string key)
    {
        using var http = Http(key);
        var list = await http.GetFromJsonAsync<JsonElement>("/api/knowledge/collections", TestContext.Current.CancellationToken);
        return [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())];
    }

    private HttpClient Http(string key) => new()
    {
        BaseAddress = new Uri(fixture.AgentUrl),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private async Task<int> ChatAsync(string key)
    {
        using var http = Http(key);
        using var response = await http.PostAsJsonAsync(
            "/v1/chat/completions", new { messages = new[] { new { role = "user", content = "Bees are insects. What are bees?" } } }, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
