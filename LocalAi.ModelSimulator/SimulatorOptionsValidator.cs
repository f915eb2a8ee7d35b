using System.ComponentModel.DataAnnotations;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.ModelSimulator.Library;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator;

/// <summary>Checks the settings; each failure names the key and what it may be.</summary>
internal sealed class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
{
    private const string Section = SimulatorOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var failures = results.Select(result => result.ErrorMessage ?? "").ToList();
        if (options.Gpu is { Length: > 0 } gpu && gpu != SimulatorOptions.NoGpu && GpuCatalogue.Find(gpu) is null)
        {
            failures.Add($"{Section}:Gpu is '{gpu}', which is not in the catalogue. {Suggest(GpuCatalogue.Near(gpu))} Allowed too: cpu.");
        }

        foreach (var tag in options.Tags.Where(tag => ModelName.Normalize(tag) is null || ModelCatalogue.Find(tag) is null))
        {
            failures.Add($"{Section}:Model has '{tag}', which is not in the catalogue. {Suggest(ModelCatalogue.Near(tag))}");
        }

        if (KvCacheType.Find(options.KvCache) is null)
        {
            failures.Add(
                $"{Section}:KvCache (or OLLAMA_KV_CACHE_TYPE) is '{options.KvCache}'; allowed: {string.Join(", ", KvCacheType.All.Select(type => type.Name))}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Suggest(IReadOnlyList<string> near) => near.Count == 0 ? "Use a name of LocalAi.Hardware." : $"Did you mean {string.Join(" or ", near)}?";
}
