using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;
using Npgsql;

namespace LocalAi.IntegrationTests.Services;

/// <summary>Supabase in the place of Postgres: the real SQL on a real server, its services replaced by what records what they are given.</summary>
[Collection(nameof(WholeStacks))]
public sealed class SupabaseTests
{
    private static readonly string[] Roles = ["postgres", "authenticator", "supabase_auth_admin", "supabase_storage_admin"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stack_RunsOnSupabase_WithARolePerService()
    {
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        Assert.SkipWhen(RealServices.PostgresMeta is null, "postgres-meta is not installed: run eng/real-services.sh supabase");
        using var engine = new EngineState();
        await using var host = new AppHostProcess(
            new Dictionary<string, string>(
            [
                .. RealServices.SupabaseSettings,
                new("Services:n8n:Source", "off"), new("Services:searxng:Source", "off"), new("Services:open-webui:Source", "off"),
                new("Services:supabase-auth:Port", $"{FreePort.Next()}"),
            ]),
            engine.DataDirectory);
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        Assert.All(engine.PublishedPorts().SelectMany(service => service.Value), port => Assert.StartsWith("127.0.0.1:", port));
        await AssertRolesAsync(host);
        await AssertServicesKnowTheirNeighboursAsync(host);
        await AssertMetadataServiceWorksAsync(host);
        var (_, answer) = await new StackClient(host).ChatAsync("My name is Ada. What is my name?", Cancellation);
        Assert.Contains("Ada", answer);
    }

    private static async Task AssertRolesAsync(AppHostProcess host)
    {
        await using var administrator = await LogInAsync(host, "supabase_admin", "postgres");
        Assert.Equal("supabase_admin", await ReadAsync(administrator, "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolsuper"));

        foreach (var role in Roles)
        {
            await using var connection = await LogInAsync(host, role, "postgres");
            Assert.Equal(role, await ReadAsync(connection, "SELECT current_user::text"));
        }

        await using (var people = await LogInAsync(host, "postgres", "postgres"))
        {
            await ReadAsync(people, "CREATE TABLE public.notes (note text); INSERT INTO public.notes VALUES ('served'); SELECT 1");
        }

        // What a request does: log in as one role, become the one of its token.
        await using (var rest = await LogInAsync(host, "authenticator", "postgres"))
        {
            foreach (var role in new[] { "anon", "authenticated", "service_role" })
            {
                Assert.Equal("served", await ReadAsync(rest, $"RESET ROLE; SET ROLE {role}; SELECT note FROM public.notes"));
            }
        }

        await using (var auth = await LogInAsync(host, "supabase_auth_admin", "postgres"))
        {
            Assert.Equal("auth", await ReadAsync(auth, "CREATE TABLE probe (); SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 'probe'"));
        }

        await using (var storage = await LogInAsync(host, "supabase_storage_admin", "postgres"))
        {
            Assert.Equal("anon", await ReadAsync(storage, "CREATE TABLE objects (); SET ROLE anon; SELECT current_user::text"));
        }

        // Each consumer has its database and enters no other.
        await using (var agent = await LogInAsync(host, "agent", "agent"))
        {
            Assert.Equal("agent", await ReadAsync(agent, "SELECT tableowner::text FROM pg_tables WHERE schemaname = 'public' LIMIT 1"));
        }

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => LogInAsync(host, "agent", "postgres"))).SqlState);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => LogInAsync(host, "authenticator", "agent"))).SqlState);
    }

    private static async Task AssertServicesKnowTheirNeighboursAsync(AppHostProcess host)
    {
        var auth = await RecordedAsync(host, "supabase-auth", "__recorded");
        Assert.Equal(
            $"postgres://supabase_auth_admin:{Password(host, "supabase_auth_admin")}@postgres.dev.internal:5432/postgres",
            auth.GetProperty("environment").GetProperty("GOTRUE_DB_DATABASE_URL").GetString());

        var gateway = await RecordedAsync(host, "supabase", "__recorded?folders=/tmp");
        var file = gateway.GetProperty("files").GetProperty("/tmp/kong.yml");
        var text = file.GetProperty("text").GetString()!;
        Assert.Equal("0o600", file.GetProperty("mode").GetString());
        Assert.Contains("url: http://supabase-auth.dev.internal:9999/verify\n", text);
        Assert.Contains("url: http://supabase-studio.dev.internal:3000/\n", text);
        Assert.Contains($"password: {host.Secret("supabase-dashboard-password")}\n", text);
        Assert.Contains($"- key: {gateway.GetProperty("environment").GetProperty("ANON_KEY").GetString()}\n", text);
    }

    private static async Task AssertMetadataServiceWorksAsync(AppHostProcess host)
    {
        var (node, script) = RealServices.PostgresMeta!.Value;
        var port = FreePort.Next();
        var start = new ProcessStartInfo(node, script) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["PG_META_HOST"] = "127.0.0.1",
            ["PG_META_PORT"] = $"{port}",
            ["PG_META_ADMIN_PORT"] = $"{FreePort.Next()}",
            ["PG_META_DB_HOST"] = "127.0.0.1",
            ["PG_META_DB_PORT"] = $"{host.Port("postgres")}",
            ["PG_META_DB_NAME"] = "postgres",
            ["PG_META_DB_USER"] = "supabase_admin",
            ["PG_META_DB_PASSWORD"] = Password(host, "supabase_admin"),
            ["CRYPTO_KEY"] = host.Secret("supabase-meta-crypto-key"),
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(30) };
            await host.WaitUntilAsync(() => AnswersAsync(client), "postgres-meta to answer", Cancellation);

            var schemas = await client.GetFromJsonAsync<JsonElement>("schemas", Cancellation);
            var roles = await client.GetFromJsonAsync<JsonElement>("roles", Cancellation);
            Assert.Empty(new[] { "auth", "extensions", "public", "storage" }.Except(Names(schemas)));
            Assert.Empty(Roles.Concat(["anon", "authenticated", "service_role"]).Except(Names(roles)));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }
    }

    private static IEnumerable<string?> Names(JsonElement rows) => rows.EnumerateArray().Select(row => row.GetProperty("name").GetString());

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("health", Cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<JsonElement> RecordedAsync(AppHostProcess host, string service, string path)
    {
        using var client = new HttpClient { BaseAddress = host.Address(service) };
        return await client.GetFromJsonAsync<JsonElement>(path, Cancellation);
    }

    private static string Password(AppHostProcess host, string role) =>
        host.Secret(role == "postgres" ? "postgres-password" : $"{role.Replace('_', '-')}-db-password");

    private static async Task<NpgsqlConnection> LogInAsync(AppHostProcess host, string role, string database)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={host.Port("postgres")};Username={role};Password={Password(host, role)};Database={database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task<string?> ReadAsync(NpgsqlConnection connection, string statements)
    {
#pragma warning disable CA2100 // Only texts of this file.
        await using var command = new NpgsqlCommand(statements, connection);
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync(Cancellation))?.ToString();
    }
}
