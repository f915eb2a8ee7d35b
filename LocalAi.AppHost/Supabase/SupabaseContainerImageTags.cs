namespace LocalAi.AppHost.Supabase;

/// <summary>The pinned images of Supabase: the set that its own releases test together.</summary>
internal static class SupabaseContainerImageTags
{
    public const string Database = "docker.io/supabase/postgres:17.6.1.136";
    public const string Auth = "docker.io/supabase/gotrue:v2.189.0";
    public const string Rest = "docker.io/postgrest/postgrest:v14.12";
    public const string Meta = "docker.io/supabase/postgres-meta:v0.96.6";
    public const string Storage = "docker.io/supabase/storage-api:v1.60.4";
    public const string ImageProxy = "docker.io/darthsim/imgproxy:v3.30.1";
    public const string Studio = "docker.io/supabase/studio:2026.07.07-sha-a6a04f2";
    public const string Gateway = "docker.io/kong/kong:3.9.1";
}
