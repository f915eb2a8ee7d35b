using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalAi.AppHost.Postgres;
using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Postgres;

/// <summary>The Postgres cluster in a data directory: the server that runs on it, or one that is started for as long as it is needed.</summary>
internal sealed class LocalDatabase : DatabaseServer, IAsyncDisposable
{
    private const int PortLine = 3;
    private readonly string _clientFolder;
    private readonly int _port;
    private readonly string _password;
    private ProgramCall? _stop;

    private LocalDatabase(string clientFolder, int port, string password, ProgramCall? stop)
    {
        _clientFolder = clientFolder;
        _port = port;
        _password = password;
        _stop = stop;
    }

    /// <summary>Where the cluster is, below the data directory.</summary>
    public static string Cluster(string dataDirectory) => Path.Combine(dataDirectory, "postgres");

    /// <summary>Whether there is a cluster.</summary>
    public static bool Exists(string dataDirectory) => File.Exists(VersionFile(dataDirectory));

    /// <summary>Connects to the cluster's server, and starts one where none runs.</summary>
    public static async Task<LocalDatabase> OpenAsync(string dataDirectory, string password, CancellationToken cancellationToken)
    {
        var version = int.Parse(await File.ReadAllTextAsync(VersionFile(dataDirectory), cancellationToken), CultureInfo.InvariantCulture);
        var client = await PostgresPrograms.ClientFolderAsync(dataDirectory, version, cancellationToken);
        return RunningPort(dataDirectory) is { } running
            ? new(client, running, password, null)
            : await StartAsync(dataDirectory, await PostgresPrograms.ServerFolderAsync(dataDirectory, version, cancellationToken), client, password, cancellationToken);
    }

    /// <summary>Makes an empty cluster with the newest Postgres of this machine, and starts it.</summary>
    public static async Task<LocalDatabase> CreateAsync(string dataDirectory, string password, CancellationToken cancellationToken)
    {
        // As the app host does it: the password goes through a pipe that the server's own user has made.
        const string script = """
            set -e
            cluster=$1; owner=$2; bin=$3; shift 3
            mkdir -m 700 "$cluster"
            [ -z "$owner" ] || chown "$owner" "$cluster"
            "$@" sh -c 'printf %s "$POSTGRES_PASSWORD" | "$1/initdb" -D "$2" -U postgres --pwfile=/dev/stdin --auth=scram-sha-256 -E UTF8 --locale=C' sh "$bin" "$cluster"
            """;
        var server = await PostgresPrograms.NewestServerFolderAsync(dataDirectory, cancellationToken);
        var launch = Launch(dataDirectory);
        await ProgramRunner.ReadAsync(
            new("sh", ["-c", script, "sh", Cluster(dataDirectory), launch.Owner ?? "", server, .. launch.Prefix.DefaultIfEmpty("env")])
            {
                Folder = dataDirectory,
                Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = password },
            },
            cancellationToken);
        return await OpenAsync(dataDirectory, password, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop is { } stop)
        {
            _stop = null;
            await ProgramRunner.ReadAsync(stop, CancellationToken.None);
        }
    }

    protected override Task RunAsync(string program, IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken) => ProgramRunner.RunAsync(
        new(Path.Combine(_clientFolder, program), ["--host=127.0.0.1", $"--port={_port}", "--username=postgres", "--no-password", .. arguments])
        {
            Environment = new Dictionary<string, string> { ["PGPASSWORD"] = _password },
        },
        input,
        output,
        cancellationToken);

    private static string VersionFile(string dataDirectory) => Path.Combine(Cluster(dataDirectory), "PG_VERSION");

    private static UnprivilegedLaunch Launch(string dataDirectory) => UnprivilegedLaunch.For(dataDirectory, Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows());

    private static async Task<LocalDatabase> StartAsync(string dataDirectory, string serverFolder, string clientFolder, string password, CancellationToken cancellationToken)
    {
        var port = FreePort();
        string[] control = [.. Launch(dataDirectory).Prefix, Path.Combine(serverFolder, "pg_ctl"), $"--pgdata={Cluster(dataDirectory)}", "--wait", "--silent"];
        ProgramCall Call(params string[] arguments) => new(control[0], [.. control.Skip(1), .. arguments]) { Folder = "/" };
        await ProgramRunner.ReadAsync(Call("--log=/dev/null", $"--options=-h 127.0.0.1 -p {port} -c unix_socket_directories=", "start"), cancellationToken);
        return new(clientFolder, port, password, Call("--mode=fast", "stop"));
    }

    /// <summary>The port of the server that runs on the cluster: postmaster.pid has the process on its first line and the port on its fourth.</summary>
    private static int? RunningPort(string dataDirectory)
    {
        var file = Path.Combine(Cluster(dataDirectory), "postmaster.pid");
        if (!File.Exists(file) || File.ReadAllLines(file) is not { Length: > PortLine } lines)
        {
            return null;
        }

        try
        {
            using var process = Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture));
            return process.ProcessName is "postgres" or "postmaster" ? int.Parse(lines[PortLine], CultureInfo.InvariantCulture) : null;
        }
        catch (ArgumentException)
        {
            // It was killed and left its file.
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
