using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi;

/// <summary>Names the full configuration key and what is allowed, which the attributes alone do not.</summary>
internal sealed class AgentOptionsValidator : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var failures = new List<string>();
        foreach (var property in typeof(AgentOptions).GetProperties())
        {
            if (property.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute range]
                && !range.IsValid(property.GetValue(options)))
            {
                failures.Add(
                    $"{AgentOptions.SectionName}:{property.Name} is {property.GetValue(options)}; allowed are {range.Minimum} to {range.Maximum}.");
            }
        }

        failures.AddRange(options.AllowedHosts
            .Where(host => host != "*" && Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
            .Select(host => $"{AgentOptions.SectionName}:AllowedHosts has '{host}'; allowed are host names or addresses without scheme and port, or '*'."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
