using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using LocalAi.TestServers;
using Npgsql;

namespace LocalAi.IntegrationTests;

/// <summary><c>localai secrets change</c> against a running stack.</summary>
public sealed class PasswordChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChangedPasswords_AreInForceEverywhere_AndNothingStoredIsLost()
    {
        await using var host = new AppHostProcess(new Dictionary<string, string> { ["Services:n8n:Source"] = "off", ["Services:searxng:Source"] = "off" });
        host.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        await host.StartAndWaitAsync(Cancellation);
        await ListensAsync(host.Port("resource-service"));
        using var client = new HttpClient { BaseAddress = host.Address("agent") };
        using var created = await client.PostAsJsonAsync("api/conversations", new { title = "Kept" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        foreach (var (name, role) in new[] { ("agent-db-password", "agent"), ("postgres-password", "postgres") })
        {
            var old = host.Secret(name);
            var (exitCode, complaint) = await LocalAiAsync("secrets", "change", name, "--data-directory", host.DataDirectory, "--resource-service-port", $"{host.Port("resource-service")}");
            Assert.True(exitCode == 0, complaint);

            var changed = host.Secret(name);
            Assert.NotEqual(old, changed);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host.DataDirectory, "secrets.json")));
            Assert.True(await OpensAsync(host, role, changed));
            Assert.False(await OpensAsync(host, role, old));
        }

        await AssertKeptAsync(host, client);

        // What the next start finds is what the database has.
        await host.StopAsync(terminate: true, Cancellation);
        await host.StartAndWaitAsync(Cancellation);
        await AssertKeptAsync(host, client);
    }

    private static async Task ListensAsync(int port)
    {
        while (true)
        {
            using var connection = new TcpClient();
            try
            {
                await connection.ConnectAsync(IPAddress.Loopback, port, Cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
            }
        }
    }

    private static async Task<(int ExitCode, string Complaint)> LocalAiAsync(params string[] arguments)
    {
        var program = Path.Combine(Path.GetDirectoryName(Repository.Assembly("LocalAi.Cli"))!, "localai.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardError = true })!;
        var complaint = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, complaint);
    }

    private static async Task AssertKeptAsync(AppHostProcess host, HttpClient client)
    {
        await host.WaitUntilUpAsync("agent", Cancellation);
        var conversations = await client.GetFromJsonAsync<JsonElement>("api/conversations", Cancellation);
        Assert.Contains("Kept", conversations.GetProperty("items").EnumerateArray().Select(conversation => conversation.GetProperty("title").GetString()));
    }

    private static async Task<bool> OpensAsync(AppHostProcess host, string role, string password)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={host.Port("postgres")};Username={role};Password={password};Database={role};Pooling=false");
        try
        {
            await connection.OpenAsync(Cancellation);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }
}
