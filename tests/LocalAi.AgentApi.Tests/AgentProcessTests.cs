using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests;

/// <summary>The agent as its own process: how it starts, what it says when it cannot, how it stops.</summary>
public sealed class AgentProcessTests
{
    private const string Database = "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x";
    private const string Chat = "Endpoint=http://127.0.0.1:1;Model=x";

    [Theory]
    [InlineData("ConnectionStrings__chat", "", "ConnectionStrings:chat is missing")]
    [InlineData("ConnectionStrings__chat", "Endpoint=nonsense;Model=x", "ConnectionStrings:chat has no valid Endpoint")]
    [InlineData("ConnectionStrings__agentdb", "", "ConnectionStrings:agentdb is missing")]
    [InlineData("Agent__MaxToolRounds", "-1", "Agent:MaxToolRounds is -1; allowed are 0 to 100.")]
    [InlineData("Webhooks__x__Url", "nonsense", "Webhooks:x:Url is 'nonsense'.")]
    [InlineData("McpServers__x__Url", "nonsense", "McpServers:x:Url is 'nonsense'.")]
    [InlineData("Agent__AllowedHosts__0", "http://x", "Agent:AllowedHosts has 'http://x'; allowed are host names or addresses")]
    public async Task Agent_NamesTheSettingAndExits1_WhenASettingIsMalformed(string key, string value, string message)
    {
        using var process = Start(FreePort.Next(), (key, value));

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_NamesTheSettingAndExits1_WhenThePortIsInUse()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var process = Start(((IPEndPoint)other.LocalEndpoint).Port);

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("set ASPNETCORE_URLS", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_StaysUpWithoutDatabaseAndModel_AndStopsOnSigterm()
    {
        var port = FreePort.Next();
        using var process = Start(port);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (true)
        {
            try
            {
                using var response = await http.GetAsync("/alive", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                break;
            }
            catch (HttpRequestException)
            {
                Assert.False(process.HasExited);
            }
        }

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(int port, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalAi.AgentApi.dll")])
        {
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["ConnectionStrings__chat"] = Chat,
                ["ConnectionStrings__agentdb"] = Database,
                ["Logging__Console__LogToStandardErrorThreshold"] = "None",
                ["Logging__LogLevel__Default"] = "None",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }
}
