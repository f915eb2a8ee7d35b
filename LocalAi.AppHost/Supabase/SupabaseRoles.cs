using LocalAi.AppHost.Postgres;

namespace LocalAi.AppHost.Supabase;

/// <summary>The database roles that log in for Supabase's services. The image, or else <c>init/supabase.sh</c>, makes them in a new cluster.</summary>
internal static class SupabaseRoles
{
    public const string Authenticator = "authenticator";
    public const string AuthAdmin = "supabase_auth_admin";
    public const string StorageAdmin = "supabase_storage_admin";

    /// <summary>The role of people; no superuser here.</summary>
    public const string Postgres = "postgres";

    public static IReadOnlyList<string> All { get; } = [Postgres, Authenticator, AuthAdmin, StorageAdmin];

    /// <summary>Gives each role its password: a changed secret is in force after the next start.</summary>
    public static async Task SetPasswordsAsync(SupabaseDatabaseResource server, SupabaseSecrets secrets, CancellationToken cancellationToken)
    {
        var administrator = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        await using var connection = await ConsumerDatabases.OpenAsync(administrator!, SupabaseDatabaseResource.DatabaseName, cancellationToken);
        foreach (var role in All)
        {
            await ConsumerDatabases.SetPasswordAsync(connection, role, (await secrets.Password(role).GetValueAsync(cancellationToken))!, cancellationToken);
        }
    }
}
