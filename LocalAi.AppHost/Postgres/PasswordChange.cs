using LocalAi.AppHost.Sources;
using Npgsql;

namespace LocalAi.AppHost.Postgres;

/// <summary>Gives a role of the running database a new password, in the database and where it is kept: in both or in neither.</summary>
internal static class PasswordChange
{
    /// <param name="administrator">Connection string of a role that may change others, without a database.</param>
    /// <param name="role">The role in the database.</param>
    /// <param name="old">Its password so far.</param>
    /// <param name="keep">Stores the new password; when that fails, the database gets the old one back.</param>
    /// <param name="cancellationToken">Stops before anything has changed.</param>
    /// <returns>The new password.</returns>
    /// <exception cref="PasswordChangeException">Nothing has changed; the message says why.</exception>
    public static async Task<string> ApplyAsync(string administrator, string role, string old, Action<string> keep, CancellationToken cancellationToken)
    {
        var password = SecretExtensions.Generated(old.Length).GetDefaultValue();
        try
        {
            // One connection for both: the administrator's own password may be what changes.
            await using var connection = await ConsumerDatabases.OpenAsync(administrator, "postgres", cancellationToken);
            await ConsumerDatabases.SetPasswordAsync(connection, role, password, cancellationToken);
            try
            {
                keep(password);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await ConsumerDatabases.SetPasswordAsync(connection, role, old, CancellationToken.None);
                throw new PasswordChangeException($"The new password cannot be stored, so the old one is in force again: {exception.Message}", exception);
            }
        }
        catch (NpgsqlException exception)
        {
            throw new PasswordChangeException($"The database did not take the new password, the old one stays: {exception.Message}", exception);
        }

        return password;
    }
}
