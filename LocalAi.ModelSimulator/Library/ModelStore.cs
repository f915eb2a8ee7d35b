using System.Text.Json;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Library;

/// <summary>Which models requests have installed, as a file in <see cref="SimulatorOptions.DataDirectory"/>: a real Ollama has its models after a restart too.</summary>
internal sealed partial class ModelStore(IOptions<SimulatorOptions> options, ILogger<ModelStore> logger)
{
    private readonly string? _file = options.Value.DataDirectory is { Length: > 0 } directory ? Path.Combine(directory, "models.json") : null;

    /// <summary>What was saved last. Models that the catalogue has no more are left out, and a file that cannot be read is nothing.</summary>
    public IReadOnlyList<InstalledModel> Load()
    {
        if (_file is null || !File.Exists(_file))
        {
            return [];
        }

        try
        {
            var entries = JsonSerializer.Deserialize<IReadOnlyList<Entry>>(File.ReadAllBytes(_file)) ?? [];
            return [.. entries.Select(entry => entry.ToModel()).OfType<InstalledModel>()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            NotRead(_file, error.Message);
            return [];
        }
    }

    /// <summary>Replaces what was saved. Where the file cannot be written the models last until the program ends.</summary>
    public void Save(IEnumerable<InstalledModel> models)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);

            // Whole or not at all: the program may end in the middle.
            var written = _file + ".new";
            File.WriteAllBytes(written, JsonSerializer.SerializeToUtf8Bytes(models.Select(Entry.Of)));
            File.Move(written, _file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NotWritten(_file, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be read, so pulled models are forgotten: {Reason}")]
    private partial void NotRead(string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be written, so pulled models last until this program ends: {Reason}")]
    private partial void NotWritten(string file, string reason);

    private sealed record Entry(
        string Name, string Origin, DateTimeOffset ModifiedAt, string Parent, string System, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Adapters)
    {
        public static Entry Of(InstalledModel installed) => new(
            installed.Model.Name, installed.Model.Origin, installed.ModifiedAt, installed.Model.Parent, installed.Model.System, installed.Model.Parameters, installed.Model.Adapters);

        public InstalledModel? ToModel() => Name is not null && Origin is not null && ModelLibrary.FindInCatalogue(Origin) is { } original
            ? new InstalledModel(
                original with { Name = Name, Parent = Parent ?? "", System = System ?? "", Parameters = Parameters ?? new Dictionary<string, string>(), Adapters = Adapters ?? [] },
                ModifiedAt,
                Remembered: true)
            : null;
    }
}
