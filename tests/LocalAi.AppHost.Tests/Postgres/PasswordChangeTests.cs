using LocalAi.AppHost.Postgres;
using LocalAi.TestServers;
using Npgsql;

namespace LocalAi.AppHost.Tests.Postgres;

/// <summary>A database password changes in the real database and where it is kept, or in neither.</summary>
public sealed class PasswordChangeTests(OneServer server) : IClassFixture<OneServer>
{
    private const string Old = "Old0password0of0the0role";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Administrator => server.Postgres.ConnectionString().Replace("Database=postgres;", "", StringComparison.Ordinal);

    [Fact]
    public async Task Password_IsInForceAndKept()
    {
        var role = await AddRoleAsync();
        string? kept = null;

        var password = await PasswordChange.ApplyAsync(Administrator, role, Old, value => kept = value, Cancellation);

        Assert.Equal(password, kept);
        Assert.Equal(Old.Length, password.Length);
        Assert.True(await OpensAsync(role, password));
        Assert.False(await OpensAsync(role, Old));
    }

    [Fact]
    public async Task OldPassword_IsInForceAgain_WhenTheNewOneCannotBeKept()
    {
        var role = await AddRoleAsync();

        var failure = await Assert.ThrowsAsync<PasswordChangeException>(
            () => PasswordChange.ApplyAsync(Administrator, role, Old, _ => throw new IOException("No space left on device"), Cancellation));

        Assert.Equal("The new password cannot be stored, so the old one is in force again: No space left on device", failure.Message);
        Assert.True(await OpensAsync(role, Old));
    }

    [Fact]
    public async Task Nothing_IsKept_WhenTheDatabaseRefuses()
    {
        var kept = false;

        var failure = await Assert.ThrowsAsync<PasswordChangeException>(
            () => PasswordChange.ApplyAsync(Administrator, "nobody-here", Old, _ => kept = true, Cancellation));

        Assert.Contains("role \"nobody-here\" does not exist", failure.Message, StringComparison.Ordinal);
        Assert.False(kept);
    }

    [Fact]
    public async Task Nothing_IsKept_WhenTheDatabaseIsAway()
    {
        var kept = false;
        var nobody = $"Host=127.0.0.1;Port={FreePort.Next()};Username=postgres;Password=postgres;Timeout=5";

        await Assert.ThrowsAsync<PasswordChangeException>(() => PasswordChange.ApplyAsync(nobody, "keeper", Old, _ => kept = true, Cancellation));

        Assert.False(kept);
    }

    private async Task<string> AddRoleAsync()
    {
        var role = $"keeper_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server.Postgres.ConnectionString());
        await connection.OpenAsync(Cancellation);
#pragma warning disable CA2100 // Made right here.
        await using var command = new NpgsqlCommand($"CREATE ROLE {role} LOGIN PASSWORD '{Old}'", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
        return role;
    }

    private async Task<bool> OpensAsync(string role, string password)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Postgres.Port};Username={role};Password={password};Database=postgres;Pooling=false");
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
