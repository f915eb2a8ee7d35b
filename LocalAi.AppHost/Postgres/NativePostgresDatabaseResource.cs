namespace LocalAi.AppHost.Postgres;

/// <summary>A database of a <see cref="NativePostgresResource"/>; created when the server is ready.</summary>
internal sealed class NativePostgresDatabaseResource(string name, string databaseName, NativePostgresResource parent)
    : Resource(name), IResourceWithParent<NativePostgresResource>, IResourceWithConnectionString
{
    public NativePostgresResource Parent { get; } = parent;

    public string DatabaseName { get; } = databaseName;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Database={DatabaseName}");
}
