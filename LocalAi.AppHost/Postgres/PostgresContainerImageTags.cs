namespace LocalAi.AppHost.Postgres;

/// <summary>The pinned image of the database: Postgres with the pgvector extension.</summary>
internal static class PostgresContainerImageTags
{
    public const string Image = "pgvector/pgvector";
    public const string Tag = "0.8.6-pg18";

    /// <summary>Since 18 Postgres' images keep their data in a folder per version below this one.</summary>
    public const string DataFolder = "/var/lib/postgresql";
}
