using System.Text.RegularExpressions;
using LocalAi.TestServers;
using Npgsql;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>A published database server makes Supabase's roles and the services' databases by itself: no app host is there to do it.</summary>
public sealed partial class SupabaseDeploymentTests : IDisposable
{
    private readonly PublishedFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_HasRolesAndDatabases_AfterItsFirstStart()
    {
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        Assert.SkipWhen(Compose.WhyNot() is not null, Compose.WhyNot() ?? "");
        var port = FreePort.Next();
        await _folder.PublishAsync("--LocalAi:Database=supabase", "--LocalAi:Services:postgres:Image=localai-test/postgres:17", $"--LocalAi:Services:postgres:Port={port}");
        // Each secret is its own name.
        _folder.Write(".env", Blank().Replace(_folder.Read(".env"), "$0$1"));
        string[] project = ["--project-name", $"localai-supabase-{port}"];
        try
        {
            var (exitCode, output) = await Compose.RunAsync(_folder, [.. project, "up", "--detach", "--wait", "--quiet-pull", "postgres"]);
            Assert.True(exitCode == 0, output + (await Compose.RunAsync(_folder, [.. project, "logs"])).Output);

            foreach (var role in new[] { "supabase_admin", "authenticator", "supabase_auth_admin", "supabase_storage_admin" })
            {
                Assert.Equal(role, await WhoAsync(port, role, $"{role.ToUpperInvariant()}_DB_PASSWORD", "postgres"));
            }

            Assert.Equal("postgres", await WhoAsync(port, "postgres", "POSTGRES_PASSWORD", "postgres"));
            foreach (var consumer in new[] { "agent", "n8n" })
            {
                Assert.Equal(consumer, await WhoAsync(port, consumer, $"{consumer.ToUpperInvariant()}_DB_PASSWORD", consumer));
                var refusal = await Assert.ThrowsAsync<PostgresException>(() => WhoAsync(port, consumer, $"{consumer.ToUpperInvariant()}_DB_PASSWORD", "postgres"));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
            }
        }
        finally
        {
            await Compose.RunAsync(_folder, [.. project, "down", "--volumes", "--timeout", "5"]);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string?> WhoAsync(int port, string role, string password, string database)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username={role};Password={password};Database={database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("SELECT current_user::text", connection);
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }

    [GeneratedRegex("^([A-Z0-9_]+)=$", RegexOptions.Multiline)]
    private static partial Regex Blank();
}
