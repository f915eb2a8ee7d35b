using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>What the stack survives, each on a stack of its own.</summary>
public sealed class FailureTests
{
    private static readonly TimeSpan OrphansGoneWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoppedWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Children_EndWithin5Seconds_WhenTheHostIsKilled()
    {
        await using var host = new AppHostProcess();
        await host.StartAndWaitAsync(TestContext.Current.CancellationToken);
        var children = RunningProcesses.Descendants(host.ProcessId);
        Assert.True(children.Count >= 4, $"Only {children.Count} processes below the host: {host.Output}");

        await host.KillAsync(TestContext.Current.CancellationToken);

        var killed = Stopwatch.StartNew();
        while (children.Any(RunningProcesses.IsAlive))
        {
            Assert.True(killed.Elapsed < OrphansGoneWithin, $"Still alive: {string.Join(", ", children.Where(RunningProcesses.IsAlive).Select(RunningProcesses.Describe))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Stack_StopsWithin10Seconds_WhenItIsAskedTo()
    {
        // A busy machine makes a stop slow and never quick: one undisturbed attempt shows what the stack does.
        var elapsed = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && elapsed >= StoppedWithin; attempt++)
        {
            await using var host = new AppHostProcess();
            await host.StartAndWaitAsync(TestContext.Current.CancellationToken);
            var children = RunningProcesses.Descendants(host.ProcessId);

            var asked = Stopwatch.StartNew();
            var exitCode = await host.StopAsync(cancellationToken: TestContext.Current.CancellationToken);
            elapsed = asked.Elapsed;

            Assert.Equal(0, exitCode);
            Assert.DoesNotContain(children, RunningProcesses.IsAlive);
        }

        Assert.True(elapsed < StoppedWithin, $"It took {elapsed}.");
    }

    [Fact]
    public async Task ConversationAndService_ComeBack_WhenPostgresOrTheAgentIsKilled()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess();
        await host.StartAndWaitAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address("agent") };
        var id = await CreateConversationAsync(client, cancellationToken);

        Kill(host, command => command.Contains("postgres", StringComparison.Ordinal) && command.Contains($"-p {host.Port("postgres")}", StringComparison.Ordinal));
        await AnswersAgainAsync(host, client, id, cancellationToken);

        Kill(host, command => command.Contains("LocalAi.AgentApi.dll", StringComparison.Ordinal));
        await AnswersAgainAsync(host, client, id, cancellationToken);
    }

    [Fact]
    public async Task SecondHost_SaysSoAndEndsWith1_OnTheSameDataDirectory()
    {
        await using var first = new AppHostProcess();
        await first.StartAndWaitAsync(TestContext.Current.CancellationToken);
        await using var second = new AppHostProcess(dataDirectory: first.DataDirectory);

        second.Start();
        var exitCode = await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.Contains(first.DataDirectory, second.Output);
        await first.WaitUntilUpAsync("agent", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Host_NamesTheSetting_WhenAPortIsInUse()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = new AppHostProcess(new Dictionary<string, string> { ["Services:web:Port"] = $"{port}" });

        host.Start();
        var exitCode = await host.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} of web is in use by another program. Set LocalAi:Services:web:Port to a free port", host.Output);
    }

    [Theory]
    [InlineData("Environment", "office", "LocalAi:Environment is 'office'. Allowed are private, lan, public.")]
    [InlineData("DataDirectory", "/proc/localai", "The data directory /proc/localai cannot be written to")]
    public async Task Host_NamesTheSetting_WhenItIsMalformed(string key, string value, string message)
    {
        await using var host = new AppHostProcess(new Dictionary<string, string> { [key] = value });

        host.Start();
        var exitCode = await host.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, host.Output);
        Assert.DoesNotContain("   at ", host.Output);
    }

    private static async Task<string> CreateConversationAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var created = await client.PostAsJsonAsync("api/conversations", new { title = "Kept" }, cancellationToken);
        return (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString()!;
    }

    private static void Kill(AppHostProcess host, Func<string, bool> matches)
    {
        var victim = RunningProcesses.Descendants(host.ProcessId).First(process => matches(RunningProcesses.Describe(process)));
        using var process = Process.GetProcessById(victim.Id);
        process.Kill();
        process.WaitForExit();
    }

    private static Task AnswersAgainAsync(AppHostProcess host, HttpClient client, string conversation, CancellationToken cancellationToken) =>
        host.WaitUntilAsync(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync($"api/conversations/{conversation}", cancellationToken);
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the conversation to be readable again",
            cancellationToken);
}
