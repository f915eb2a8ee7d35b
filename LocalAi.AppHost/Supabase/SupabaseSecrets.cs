using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Supabase;

/// <summary>The secrets of Supabase, each generated for this stack: the keys that such stacks are published with are known to everybody.</summary>
internal sealed class SupabaseSecrets
{
    private readonly IDistributedApplicationBuilder _builder;
    private readonly Dictionary<string, ParameterResource> _passwords = [];

    public SupabaseSecrets(IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        _builder = builder;
        JwtSecret = builder.AddSecret("supabase-jwt-secret", length: 48);
        AnonKey = Key(stack, "anon");
        ServiceRoleKey = Key(stack, "service_role");
        DashboardPassword = builder.AddSecret("supabase-dashboard-password", length: 24);
        MetaKey = builder.AddSecret("supabase-meta-crypto-key");
    }

    /// <summary>Signs the tokens of users and the two keys.</summary>
    public IResourceBuilder<ParameterResource> JwtSecret { get; }

    /// <summary>The key of clients: what row level security lets everybody do.</summary>
    public ReferenceExpression AnonKey { get; }

    /// <summary>The key of servers: everything, past row level security.</summary>
    public ReferenceExpression ServiceRoleKey { get; }

    /// <summary>The sign-in of Studio.</summary>
    public IResourceBuilder<ParameterResource> DashboardPassword { get; }

    /// <summary>Encrypts the connection strings between Studio and its metadata service.</summary>
    public IResourceBuilder<ParameterResource> MetaKey { get; }

    /// <summary>The password of a database role: each has its own. The name is the one by which <c>localai secrets rotate</c> finds the role.</summary>
    public ParameterResource Password(string role)
    {
        if (!_passwords.TryGetValue(role, out var password))
        {
            var name = role == SupabaseRoles.Postgres ? "postgres-password" : $"{role.Replace('_', '-')}-db-password";
            _passwords[role] = password = _builder.AddSecret(name, length: 24).Resource;
        }

        return password;
    }

    /// <summary>A manifest signs nothing: whoever deploys gives the keys, as <c>localai secrets init</c> does.</summary>
    private ReferenceExpression Key(LocalAiStack stack, string role) => stack.IsPublishing
        ? ReferenceExpression.Create($"{_builder.AddParameter($"supabase-{role.Replace('_', '-')}-key", secret: true)}")
        : ReferenceExpression.Create($"{new SupabaseKey(role, JwtSecret.Resource, TimeProvider.System)}");
}
