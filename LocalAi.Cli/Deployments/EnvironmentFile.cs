namespace LocalAi.Cli.Deployments;

/// <summary>A deployment's <c>.env</c>: comments and order stay as they are, values change in place. Written as a whole, readable by the owner only.</summary>
internal sealed class EnvironmentFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _path;
    private readonly List<string> _lines;

    private EnvironmentFile(string path, List<string> lines)
    {
        _path = path;
        _lines = lines;
    }

    /// <summary>Every variable's name, in the file's order.</summary>
    public IReadOnlyList<string> Names => [.. _lines.Select(NameOf).OfType<string>()];

    public static EnvironmentFile Read(string path) => new(path, File.Exists(path) ? [.. File.ReadAllLines(path)] : []);

    /// <summary>The value without quotes; null when the variable is not there, empty when it is blank.</summary>
    public string? Get(string name)
    {
        var line = _lines.Find(line => NameOf(line) == name);
        var value = line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
        return value is ['\'', .., '\''] or ['"', .., '"'] ? value[1..^1] : value?.Replace("$$", "$", StringComparison.Ordinal);
    }

    /// <summary>Sets a variable, at the end where it is new. Compose expands a single <c>$</c>, so it is doubled.</summary>
    public void Set(string name, string value)
    {
        if (value.AsSpan().ContainsAny('\'', '\n'))
        {
            throw new ArgumentException("A value in single quotes can hold neither a single quote nor a line end.", nameof(value));
        }

        var isPlain = value.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.:/@+=$".Contains(letter, StringComparison.Ordinal));
        var line = isPlain ? $"{name}={value.Replace("$", "$$", StringComparison.Ordinal)}" : $"{name}='{value}'";
        var index = _lines.FindIndex(line => NameOf(line) == name);
        if (index >= 0)
        {
            _lines[index] = line;
        }
        else
        {
            _lines.Add(line);
        }
    }

    /// <summary>Writes the file on the side and moves it in place, so that a crash leaves the old one or the new one.</summary>
    public void Save()
    {
        var temporary = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                _lines.ForEach(writer.WriteLine);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new CommandFailedException($"{_path} cannot be written: {error.Message} Make room, or run this as the user who owns it.", error);
        }
    }

    private static string? NameOf(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || line.TrimStart().StartsWith('#') ? null : line[..equals].Trim();
    }
}
