using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator;

/// <summary>Checks the annotations, and says only what they say: they name the key and what it may be.</summary>
internal sealed class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
{
    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(result => result.ErrorMessage ?? ""));
    }
}
