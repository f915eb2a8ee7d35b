using LocalAi.AppHost.Publishing;

namespace LocalAi.AppHost.Supabase;

/// <summary>How Supabase's services run on a server. The checks use what each image has: some have neither a shell nor curl.</summary>
internal static class SupabaseServerProfiles
{
    public static ServerProfile Database { get; } =
        new(["CMD", "pg_isready", "--host=127.0.0.1", $"--username={SupabaseDatabaseResource.UserName}"], Memory: "2G")
        {
            ContainerPort = 5432,
            Capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
        };

    public static ServerProfile Gateway { get; } = new(["CMD", "kong", "health"], Memory: "1G") { ContainerPort = 8000 };

    public static ServerProfile Auth { get; } = new(Wget(9999, "/health"), Memory: "256M");

    public static ServerProfile Rest { get; } = new(["CMD", "postgrest", "--ready"], Memory: "256M");

    public static ServerProfile Meta { get; } = new(Fetch(8080, "/health"), Memory: "512M");

    public static ServerProfile Storage { get; } = new(Wget(5000, "/status"), Memory: "512M");

    public static ServerProfile ImageProxy { get; } = new(["CMD", "imgproxy", "health"], Memory: "512M");

    public static ServerProfile Studio { get; } = new(Fetch(3000, "/api/platform/profile"), Memory: "1G");

    private static string[] Wget(int port, string path) => ["CMD", "wget", "--quiet", "--tries=1", "--spider", $"http://127.0.0.1:{port}{path}"];

    private static string[] Fetch(int port, string path) =>
        ["CMD", "node", "-e", $"fetch('http://127.0.0.1:{port}{path}').then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"];
}
