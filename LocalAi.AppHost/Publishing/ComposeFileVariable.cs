namespace LocalAi.AppHost.Publishing;

/// <summary>The line of <c>.env</c> that tells compose which files it merges; the others are none of publishing's business.</summary>
internal static class ComposeFileVariable
{
    public const string Name = "COMPOSE_FILE";
    private const string Comment = "# The compose files that are merged, in this order";

    /// <summary>Sets the line, or takes it out where <paramref name="value"/> is null; the other lines and the file's permissions stay.</summary>
    /// <returns>What was done, to be told; null where nothing was.</returns>
    public static string? Set(string environmentFile, string? value)
    {
        var lines = File.ReadAllLines(environmentFile).ToList();
        var index = lines.FindIndex(line => line.StartsWith($"{Name}=", StringComparison.Ordinal));
        var old = index < 0 ? null : lines[index][(Name.Length + 1)..];
        if (old == value)
        {
            return null;
        }

        if (index >= 0)
        {
            lines.RemoveAt(index);
            lines.RemoveAll(line => line == Comment);
        }

        if (value is not null)
        {
            lines.InsertRange(0, [Comment, $"{Name}={value}", ""]);
        }

        File.WriteAllText(environmentFile, string.Join('\n', lines) + "\n");
        return value is null ? $"{Name} is not set any more" : $"{Name} is {value}";
    }
}
