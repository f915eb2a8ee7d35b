namespace LocalAi.AppHost.Configuration;

/// <summary>Which database the stack has.</summary>
internal enum DatabaseSetting
{
    /// <summary>Postgres with pgvector.</summary>
    Postgres,

    /// <summary>Supabase: Postgres with an API, sign-in, file storage and a dashboard. In containers only.</summary>
    Supabase,
}
