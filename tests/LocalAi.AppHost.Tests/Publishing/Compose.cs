using System.Text.RegularExpressions;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>Docker Compose v2 as <c>eng/real-services.sh</c> has unpacked it; what is used here needs no engine.</summary>
internal static partial class Compose
{
    private static readonly string Configuration = Path.Combine(Repository.Root, ".cache", "docker-config");

    /// <summary>Null when it is there.</summary>
    public static string? WhyNot() => File.Exists(Path.Combine(Configuration, "cli-plugins", "docker-compose"))
        ? null
        : OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            ? "Docker Compose is not installed: run eng/real-services.sh install"
            : "not obtainable: only root can unpack Docker Compose here";

    public static Task<(int ExitCode, string Output)> RunAsync(PublishedFolder folder, params string[] arguments) =>
        folder.RunAsync("docker", ["--config", Configuration, "compose", .. arguments]);

    /// <summary>Gives each variable of <c>.env</c> a value.</summary>
    public static void FillSecrets(PublishedFolder folder) => folder.Write(".env", Blank().Replace(folder.Read(".env"), "$0x"));

    [GeneratedRegex("^[A-Z0-9_]+=$", RegexOptions.Multiline)]
    private static partial Regex Blank();
}
