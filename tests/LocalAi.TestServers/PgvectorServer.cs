using Npgsql;

namespace LocalAi.TestServers;

/// <summary>A real Postgres with the pgvector extension, in a container of its own without a network: it is reached by its socket.</summary>
public sealed class PgvectorServer : IAsyncDisposable
{
    private const string Image = "localai-test/postgres:17";

    private readonly string _container;
    private readonly string _folder;
    private readonly string _administrator;

    private PgvectorServer(string container, string folder)
    {
        _container = container;
        _folder = folder;
        _administrator = $"Host={folder};Username=postgres;Password=postgres;Database=postgres;Timeout=5";
    }

    /// <summary>Null when it can be started, else why not.</summary>
    public static string? WhyNot() => RealServices.Run("docker", ["image", "inspect", Image]) == 0 ? null : RealServices.WhyNoContainers();

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<PgvectorServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var folder = Directory.CreateTempSubdirectory("localai-pgvector-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The server in the container is another user, and makes its socket here.
            File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        }

        var container = RealServices.Read(
            "docker", "run", "--detach", "--rm", "--network", "none", "--volume", $"{folder}:/tmp", "--env", "POSTGRES_PASSWORD=postgres", Image,
            "postgres", "-c", "fsync=off");
        var server = new PgvectorServer(container, folder);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(server._administrator + ";Pooling=false");
                await connection.OpenAsync(limit.Token);
                return server;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    /// <summary>Creates an empty database with the extension and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var name = $"db_{Guid.NewGuid():N}";
        var database = new NpgsqlConnectionStringBuilder(_administrator) { Database = name }.ConnectionString;
        await RunAsync(_administrator, $"CREATE DATABASE \"{name}\"", cancellationToken);
        await RunAsync(database, "CREATE EXTENSION vector", cancellationToken);
        return database;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        RealServices.Run("docker", ["kill", _container]);
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
