namespace LocalAi.AppHost.Postgres;

/// <summary>A Postgres server run from this machine's programs, on a cluster in the data directory.</summary>
internal sealed class NativePostgresResource(string name, string command, string workingDirectory, DatabasePassword password)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    public const string UserName = "postgres";

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    /// <summary><c>Host=…;Port=…;Username=…;Password=…</c>, as Aspire's own Postgres resource has it.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={PrimaryEndpoint.Property(EndpointProperty.Host)};Port={PrimaryEndpoint.Property(EndpointProperty.Port)};Username={UserName};Password={password}");
}
