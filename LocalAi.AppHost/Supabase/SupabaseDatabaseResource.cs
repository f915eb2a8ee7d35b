namespace LocalAi.AppHost.Supabase;

/// <summary>Supabase's Postgres in a container. Its administrator is the one that the image's own scripts expect.</summary>
internal sealed class SupabaseDatabaseResource(string name, ParameterResource password) : ContainerResource(name), IResourceWithConnectionString
{
    public const string UserName = "supabase_admin";
    public const string EndpointName = "tcp";

    /// <summary>The database that Supabase's services share; the stack's own services have others.</summary>
    public const string DatabaseName = "postgres";

    public EndpointReference PrimaryEndpoint => new(this, EndpointName);

    public ParameterResource Password { get; } = password;

    /// <summary><c>Host=…;Port=…;Username=…;Password=…</c>, as Aspire's own Postgres resource has it.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={PrimaryEndpoint.Property(EndpointProperty.Host)};Port={PrimaryEndpoint.Property(EndpointProperty.Port)};Username={UserName};Password={Password}");

    /// <summary>The address for a role of Supabase; the password is encoded, so that no character of it breaks the address.</summary>
    public ReferenceExpression Uri(string role, ParameterResource password) => ReferenceExpression.Create(
        $"postgres://{role}:{password:uri}@{PrimaryEndpoint.Property(EndpointProperty.Host)}:{PrimaryEndpoint.Property(EndpointProperty.Port)}/{DatabaseName}");
}
