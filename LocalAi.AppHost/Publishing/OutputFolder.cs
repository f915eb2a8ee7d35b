using Aspire.Hosting.Docker.Resources;
using LocalAi.AppHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalAi.AppHost.Publishing;

/// <summary>The folder that is published into, and what of it was there before.</summary>
internal sealed class OutputFolder
{
    private const string Key = "Pipeline:OutputPath";
    private const string ComposeFileName = "docker-compose.yaml";
    private const string SecretsFileName = ".env";

    // What the commands of `localai` keep beside the published files; the list of these is there too.
    private const string StateFolderName = ".localai";
    private const string ListName = $"{StateFolderName}/published";

    // Compose reads it by itself: the place for an operator's own changes.
    private const string OverrideFileName = "docker-compose.override.yaml";

    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly Dictionary<string, string> _before;
    private readonly SortedSet<string> _published = new(StringComparer.Ordinal) { ComposeFileName };
    private string? _overlay;

    private OutputFolder(string path, Dictionary<string, string> before)
    {
        _path = path;
        _before = before;
    }

    /// <summary>What to do where no folder is given; null where one is.</summary>
    public static string? WhyNone(IConfiguration configuration) => string.IsNullOrWhiteSpace(configuration[Key])
        ? "--output-path is missing: it is the folder to publish into, such as --output-path ../localai-server."
        : null;

    /// <exception cref="SettingsException">The folder is inside the repository, or it holds files that are not a deployment's.</exception>
    public static OutputFolder Open(IConfiguration configuration, string repository)
    {
        var path = Path.GetFullPath(configuration[Key]!);
        var relative = Path.GetRelativePath(repository, path);
        if (relative == "." || (!Path.IsPathRooted(relative) && !relative.StartsWith("..", StringComparison.Ordinal)))
        {
            throw new SettingsException($"--output-path is '{path}', which is inside the repository: secrets would lie among the sources. Take a folder outside of {repository}.");
        }

        if (File.Exists(path))
        {
            throw new SettingsException($"--output-path is '{path}', which is a file. Take a folder.");
        }

        var list = Path.Combine(path, ListName);
        var own = File.Exists(list) ? File.ReadAllLines(list) : [];
        var foreign = Files(path).Where(file => !own.Contains(file) && !(own.Length > 0 && IsOperators(file))).ToList();
        return foreign.Count == 0
            ? new(path, own.Append(SecretsFileName).Where(file => File.Exists(Path.Combine(path, file))).ToDictionary(file => file, file => File.ReadAllText(Path.Combine(path, file))))
            : throw new SettingsException(
                $"--output-path is '{path}', which holds files that LocalAi did not publish: {string.Join(", ", foreign.Take(5))}{(foreign.Count > 5 ? ", …" : "")}. "
                + $"Take an empty folder, or one published before; changes of your own go into {OverrideFileName} there.");
    }

    /// <summary>Writes a file of the deployment.</summary>
    /// <param name="name">Relative, with slashes.</param>
    /// <param name="text">Its text.</param>
    public void Write(string name, string text)
    {
        var file = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
        Keep(name);
    }

    /// <summary>
    /// Puts the files that services are given beside the compose file, by service: they can be read and checked there, and compose
    /// does not take their dollar signs for variables of its own.
    /// </summary>
    public void TakeFiles(ComposeFile file)
    {
        foreach (var service in file.Services.Values)
        {
            foreach (var reference in service.Configs)
            {
                var config = file.Configs[reference.Source!];
                if (config.Content is { } content)
                {
                    config.File = $"{service.Name}/{Path.GetFileName(reference.Target)}";
                    config.Content = null;
                    Write(config.File, content);
                }
                else
                {
                    Keep(config.File!);
                }

                config.File = $"./{config.File}";
                // A file of the host has its own owner and permissions.
                (reference.Uid, reference.Gid, reference.Mode) = (null, null, null);
            }
        }
    }

    /// <summary>Has compose merge a second file with the first.</summary>
    /// <param name="overlay">Its name; empty for none; null leaves <c>.env</c> as it is.</param>
    public void Choose(string? overlay) => _overlay = overlay;

    /// <summary>Says what is new, changed, gone and kept, and what is left to do.</summary>
    public void Report(TextWriter output)
    {
        foreach (var gone in _before.Keys.Where(file => !_published.Contains(file) && !IsOperators(file)))
        {
            File.Delete(Path.Combine(_path, gone));
            output.WriteLine($"  removed    {gone}");
        }

        Write(ListName, string.Concat(_published.Select(name => $"{name}\n")));
        _published.Remove(ListName);
        foreach (var name in _published)
        {
            var text = File.ReadAllText(Path.Combine(_path, name));
            output.WriteLine(!_before.TryGetValue(name, out var old) ? $"  new        {name}"
                : old == text ? $"  unchanged  {name}"
                : $"  changed    {name}{(name == ComposeFileName ? ComposeChanges.Describe(old, text) : "")}");
        }

        ReportSecrets(output);
    }

    private void ReportSecrets(TextWriter output)
    {
        var file = Path.Combine(_path, SecretsFileName);
        var note = _overlay is null ? null : ComposeFileVariable.Set(file, _overlay.Length == 0 ? null : $"{ComposeFileName}:{_overlay}");
        var isNew = !_before.TryGetValue(SecretsFileName, out var old);
        var added = Variables(File.Exists(file) ? File.ReadAllText(file) : "").Except(Variables(old ?? "")).Where(name => name != ComposeFileVariable.Name).ToList();
        output.WriteLine(isNew ? $"  new        {SecretsFileName}, without values"
            : added.Count == 0 ? $"  kept       {SecretsFileName}"
            : $"  kept       {SecretsFileName}; new in it, without values: {string.Join(", ", added)}");
        if (note is not null)
        {
            output.WriteLine($"             {note}");
        }

        output.WriteLine(added.Count > 0
            ? $"Next: dotnet run --project LocalAi.Cli -- secrets init {_path}, then docker compose up --detach in that folder."
            : $"Next: docker compose up --detach in {_path}; only what has changed is started again.");
    }

    private void Keep(string name)
    {
        _published.Add(name);
        if (!OperatingSystem.IsWindows())
        {
            // Services that are not root read them.
            File.SetUnixFileMode(Path.Combine(_path, name), ReadableByAll);
        }
    }

    private static bool IsOperators(string file) =>
        file is SecretsFileName or OverrideFileName || file.StartsWith($"{StateFolderName}/", StringComparison.Ordinal);

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)
        : [];

    private static IEnumerable<string> Variables(string text) =>
        text.Split('\n').Where(line => !line.StartsWith('#') && line.Contains('=')).Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]);
}
