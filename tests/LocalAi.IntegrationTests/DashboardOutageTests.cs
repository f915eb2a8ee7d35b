using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>What the dashboard's death costs: nothing.</summary>
public sealed class DashboardOutageTests
{
    [Fact]
    public async Task ChatsGoOnAndAggregatesComeBack_WhenTheDashboardIsKilled()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess();
        await host.StartAndWaitAsync(cancellationToken);
        await host.WaitUntilUpAsync("dashboard", cancellationToken);
        using var agent = new HttpClient { BaseAddress = host.Address("agent") };
        using var dashboard = Dashboard(host);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chats = ChatUntilAsync(agent, enough.Token);

        await WaitForRequestsAsync(host, dashboard, 3, cancellationToken);
        var counted = await RequestsAsync(dashboard, cancellationToken);
        await WaitUntilSavedAsync(host, cancellationToken);
        var victim = Find(host);
        using (var process = Process.GetProcessById(victim.Id))
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        // The first answer of the new one has what the old one had saved; then it counts on, since the agent sends to it again.
        await WaitForRequestsAsync(host, dashboard, counted, cancellationToken);
        Assert.NotEqual(victim, Find(host));
        await WaitForRequestsAsync(host, dashboard, await RequestsAsync(dashboard, cancellationToken) + 3, cancellationToken);
        await enough.CancelAsync();
        var answered = await chats;

        Assert.NotEmpty(answered);
        Assert.All(answered, status => Assert.Equal(200, status));
    }

    private static async Task<List<int>> ChatUntilAsync(HttpClient agent, CancellationToken enough)
    {
        var answered = new List<int>();
        while (!enough.IsCancellationRequested)
        {
            using var answer = await agent.PostAsJsonAsync("v1/chat/completions", new { messages = new[] { new { role = "user", content = "Hello" } } }, CancellationToken.None);
            answered.Add((int)answer.StatusCode);
            await Task.Delay(100, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return answered;
    }

    private static HttpClient Dashboard(AppHostProcess host)
    {
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(host.DataDirectory, "secrets.json")))!;
        var client = new HttpClient { BaseAddress = host.Address("dashboard"), Timeout = TimeSpan.FromSeconds(5) };
        client.DefaultRequestHeaders.Add("x-api-key", secrets["dashboard-api-key"]);
        return client;
    }

    private static (int Id, long Start) Find(AppHostProcess host) =>
        RunningProcesses.Descendants(host.ProcessId).Single(process => RunningProcesses.Arguments(process).Any(argument => argument.EndsWith("LocalAi.Dashboard.dll", StringComparison.Ordinal)));

    private static Task WaitForRequestsAsync(AppHostProcess host, HttpClient dashboard, long requests, CancellationToken cancellationToken) =>
        host.WaitUntilAsync(async () => await RequestsAsync(dashboard, cancellationToken) >= requests, $"{requests} model calls on the dashboard", cancellationToken);

    /// <summary>Model calls of the last hour; 0 while the dashboard does not answer.</summary>
    private static async Task<long> RequestsAsync(HttpClient dashboard, CancellationToken cancellationToken)
    {
        try
        {
            var summary = await dashboard.GetFromJsonAsync<JsonElement>("api/models/summary?window=1h", cancellationToken);
            return summary.GetProperty("models").EnumerateArray().Sum(model => model.GetProperty("requests").GetInt64());
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Waits for two writes: the first may have begun before what was counted last.</summary>
    private static async Task WaitUntilSavedAsync(AppHostProcess host, CancellationToken cancellationToken)
    {
        for (var write = 0; write < 2; write++)
        {
            var size = Size(host);
            await host.WaitUntilAsync(() => Task.FromResult(Size(host) != size), "the dashboard to save its aggregates", cancellationToken);
        }
    }

    private static long Size(AppHostProcess host)
    {
        var folder = new DirectoryInfo(Path.Combine(host.DataDirectory, "dashboard", "models"));
        return folder.Exists ? folder.EnumerateFiles("models-*").Sum(file => file.Length) : 0;
    }
}
