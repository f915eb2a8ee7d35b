using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>The configured providers by name, section <c>Providers</c>.</summary>
internal sealed class ProviderList : Dictionary<string, ProviderOptions>, IValidateOptions<ProviderList>
{
    private const double ShortestTimeout = 0.1;
    private const double LongestTimeout = 86400;

    public ProviderList()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public ValidateOptionsResult Validate(string? name, ProviderList options)
    {
        var failures = new List<string>();
        foreach (var (provider, settings) in options)
        {
            var key = $"{ProviderOptions.SectionName}:{provider}";
            if (provider.Contains('/'))
            {
                failures.Add($"{key}: the name of a provider cannot have a slash; it stands before one in the names of its models.");
            }

            if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                failures.Add($"{key}:{nameof(ProviderOptions.Url)} is '{settings.Url}'. It is an address that starts with http:// or https://.");
            }

            Check($"{key}:{nameof(ProviderOptions.FirstTokenTimeoutSeconds)}", settings.FirstTokenTimeoutSeconds);
            Check($"{key}:{nameof(ProviderOptions.TokenTimeoutSeconds)}", settings.TokenTimeoutSeconds);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string key, double? seconds)
        {
            if (seconds is < ShortestTimeout or > LongestTimeout)
            {
                failures.Add($"{key} is {seconds}; allowed are {ShortestTimeout} to {LongestTimeout}.");
            }
        }
    }
}
