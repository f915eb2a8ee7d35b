namespace LocalAi.AppHost.Postgres;

/// <summary>The database server of the stack, and the databases of the services on it.</summary>
/// <param name="Agent">Connection string of the agent's own database.</param>
/// <param name="Server">The server to wait for, where this run starts one.</param>
/// <param name="AddOwn">Adds a database with a role of its own, by resource name and database name; null where the server is not the stack's to change.</param>
internal sealed record Database(
    IResourceBuilder<IResourceWithConnectionString> Agent,
    IResourceBuilder<IResource>? Server,
    Func<string, string, ConsumerDatabaseResource>? AddOwn);
