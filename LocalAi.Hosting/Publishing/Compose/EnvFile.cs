using System.Text;
using Aspire.Hosting.Docker;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>The <c>.env</c> file of a compose file: what publishing knows about each variable, and the values whoever deploys has filled in.</summary>
internal static class EnvFile
{
    /// <summary>Adds the variables that are not there yet, without values; lines that are there stay.</summary>
    public static async Task UpdateAsync(string path, IEnumerable<CapturedEnvironmentVariable> variables, CancellationToken cancellationToken)
    {
        var entries = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        foreach (var variable in variables)
        {
            entries.TryAdd(variable.Name, (variable.Description, ""));
        }

        var text = new StringBuilder();
        foreach (var (name, (comment, value)) in entries)
        {
            text.Append(string.IsNullOrWhiteSpace(comment) ? "" : $"# {comment}\n").Append(name).Append('=').Append(value).Append("\n\n");
        }

        await File.WriteAllTextAsync(path, text.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SortedDictionary<string, (string? Comment, string Value)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<string, (string? Comment, string Value)>(StringComparer.Ordinal);
        string? comment = null;
        foreach (var line in File.Exists(path) ? await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false) : [])
        {
            var trimmed = line.Trim();
            var equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (trimmed.StartsWith('#'))
            {
                comment = trimmed[1..].Trim();
            }
            else
            {
                if (equals > 0)
                {
                    entries[trimmed[..equals].Trim()] = (comment, trimmed[(equals + 1)..]);
                }

                comment = null;
            }
        }

        return entries;
    }
}
