using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Postgres;

/// <summary>The database of the stack.</summary>
/// <param name="Agent">Connection string of the agent's own database.</param>
/// <param name="Server">The server to wait for, where this run starts one.</param>
/// <param name="Decision">Where the server comes from.</param>
internal sealed record Database(
    IResourceBuilder<IResourceWithConnectionString> Agent,
    IResourceBuilder<IResource>? Server,
    SourceDecision Decision);
