using System.Diagnostics;
using Npgsql;

namespace LocalAi.TestServers;

/// <summary>
/// A real Postgres server of its own: a fresh cluster in a temporary folder, on a free port of 127.0.0.1, run as an
/// unprivileged user when the tests run as root (Postgres refuses root).
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private Process? _process;

    private PostgresServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>The port on 127.0.0.1; the same after <see cref="RestartAsync"/>.</summary>
    public int Port { get; }

    /// <summary>The process id of the running postmaster.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>The folder that holds Postgres' programs, or null when this machine has none.</summary>
    public static string? BinFolder { get; } = FindBinFolder();

    /// <summary>Npgsql connection string to a database of this server.</summary>
    public string ConnectionString(string database = "postgres") =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Password=postgres;Database={database};Timeout=5";

    /// <summary>Makes a cluster, starts it and waits until it takes connections.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var folder = Directory.CreateTempSubdirectory("localai-pg-").FullName;
        var server = new PostgresServer(folder, FreePort.Next());
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), "postgres", cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", "nobody", folder], asNobody: false, folder, cancellationToken);
        }

        await RunAsync(
            Path.Combine(Required(), "initdb"),
            ["-D", server.DataFolder, "-U", "postgres", "--pwfile", Path.Combine(folder, "password"), "--auth=scram-sha-256", "--no-sync", "-E", "UTF8", "--locale=C"],
            asNobody: true,
            folder,
            cancellationToken);
        await server.RestartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the stopped server again on the same data and port, and waits until it takes connections.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        var start = Command(
            Path.Combine(Required(), "postgres"),
            ["-D", DataFolder, "-p", $"{Port}", "-h", "127.0.0.1", "-k", _folder, "-c", "fsync=off", "-c", "log_min_messages=fatal"],
            asNobody: true,
            _folder);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false");
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= $"db_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Stops the server at once, as a crash would (the postmaster and its children end).</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private static string Required() =>
        BinFolder ?? throw new InvalidOperationException("Postgres' programs were not found: install the package 'postgresql'.");

    private static string? FindBinFolder()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).OrderDescending()
            : Enumerable.Empty<string>();
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(path).FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static ProcessStartInfo Command(string program, string[] arguments, bool asNobody, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        if (asNobody && Environment.IsPrivilegedProcess)
        {
            start.FileName = "setpriv";
            string[] drop = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program];
            start.ArgumentList.Clear();
            foreach (var argument in drop.Concat(arguments))
            {
                start.ArgumentList.Add(argument);
            }
        }

        return start;
    }

    private static async Task RunAsync(
        string program, string[] arguments, bool asNobody, string folder, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Command(program, arguments, asNobody, folder))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed with {process.ExitCode}: {await output}{error}");
        }
    }
}
