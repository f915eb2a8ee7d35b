using LocalAi.Dashboard.Security;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Resources;

internal sealed class ResourceServiceOptionsValidator : IValidateOptions<ResourceServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, ResourceServiceOptions options)
    {
        if (!options.IsConfigured)
        {
            return ValidateOptionsResult.Success;
        }

        if (!Uri.TryCreate(options.EndpointUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail(
                $"{ResourceServiceOptions.EndpointKey} must be an http:// or https:// address, or be left out, and is '{options.EndpointUrl}'.");
        }

        return options.AuthMode == KeyAuthMode.ApiKey && string.IsNullOrEmpty(options.ApiKey)
            ? ValidateOptionsResult.Fail("DASHBOARD__RESOURCESERVICECLIENT__APIKEY is required when DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE is ApiKey.")
            : ValidateOptionsResult.Success;
    }
}
