namespace LocalAi.AgentApi.Database;

/// <summary>The database has not answered since the agent started, so its schema may not exist yet.</summary>
internal sealed class DatabaseNotReadyException() : Exception("The database has not answered yet. It is asked again every few seconds.");
