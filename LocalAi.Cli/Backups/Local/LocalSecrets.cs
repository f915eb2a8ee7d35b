using System.Text.Json;

namespace LocalAi.Cli.Backups.Local;

/// <summary>The secrets that the app host keeps in the data directory.</summary>
internal static class LocalSecrets
{
    public static string FileIn(string dataDirectory) => Path.Combine(dataDirectory, "secrets.json");

    /// <summary>The database administrator's password.</summary>
    public static async Task<string> PostgresPasswordAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        const string name = "Parameters:postgres-password";
        await using var file = File.OpenRead(FileIn(dataDirectory));
        var secrets = await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(file, cancellationToken: cancellationToken);
        return secrets?.GetValueOrDefault(name) ?? throw new CommandFailedException($"{file.Name} has no {name}: the databases cannot be opened without it.");
    }
}
