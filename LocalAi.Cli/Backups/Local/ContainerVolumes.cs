using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Backups.Local;

/// <summary>The volumes that containers of a local stack keep their data in.</summary>
internal static class ContainerVolumes
{
    /// <summary>The names of the volumes that belong to a data directory; empty where no engine answers.</summary>
    public static async Task<IReadOnlyList<string>> OfDataDirectoryAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        // The app host ends the names of its volumes with this.
        var file = Path.Combine(dataDirectory, "instance-id");
        if (!File.Exists(file))
        {
            return [];
        }

        var instance = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        try
        {
            var names = await ProgramRunner.ReadAsync(new("docker", ["volume", "ls", "--format", "{{.Name}}", "--filter", $"name=-{instance}"]), cancellationToken);
            return [.. names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        }
        catch (CommandFailedException)
        {
            return [];
        }
    }
}
