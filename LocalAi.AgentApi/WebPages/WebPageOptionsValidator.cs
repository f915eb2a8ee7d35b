using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.WebPages;

/// <summary>Names the full configuration key and what is allowed.</summary>
internal sealed class WebPageOptionsValidator : IValidateOptions<WebPageOptions>
{
    public ValidateOptionsResult Validate(string? name, WebPageOptions options)
    {
        var failures = new List<string>();
        foreach (var property in typeof(WebPageOptions).GetProperties())
        {
            if (property.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute range] && !range.IsValid(property.GetValue(options)))
            {
                failures.Add($"{WebPageOptions.SectionName}:{property.Name} is {property.GetValue(options)}; allowed are {range.Minimum} to {range.Maximum}.");
            }
        }

        foreach (var (key, hosts) in new[]
        {
            (nameof(options.AllowedHosts), options.AllowedHosts), (nameof(options.DeniedHosts), options.DeniedHosts), (nameof(options.PrivateHosts), options.PrivateHosts),
        })
        {
            failures.AddRange(hosts.Where(host => Uri.CheckHostName(host.Trim('.')) == UriHostNameType.Unknown).Select(host =>
                $"{WebPageOptions.SectionName}:{key} has '{host}'; allowed are host names and addresses without scheme and port."));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
