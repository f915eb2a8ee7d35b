namespace LocalAi.AppHost.Postgres;

/// <summary>A database of one service, owned by a role of its own that can enter no other.</summary>
internal sealed class ConsumerDatabaseResource(string name, string databaseName, ReferenceExpression password, IResource server, EndpointReference endpoint)
    : Resource(name), IResourceWithParent, IResourceWithConnectionString
{
    public IResource Parent { get; } = server;

    public string DatabaseName { get; } = databaseName;

    /// <summary>The role has the database's name.</summary>
    public string UserName => DatabaseName;

    public ReferenceExpression Password { get; } = password;

    public EndpointReference Endpoint { get; } = endpoint;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Username={UserName};Password={Password};Database={DatabaseName}");
}
