namespace Aspire.Hosting;

/// <summary>A service that the application uses and does not run.</summary>
public sealed class ExternalServiceResource : Resource
{
    /// <summary>A service at a known address.</summary>
    public ExternalServiceResource(string name, Uri uri)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(uri);
        Uri = Problem(uri) is { } problem ? throw new ArgumentException(problem, nameof(uri)) : uri;
    }

    /// <summary>A service whose address is a parameter.</summary>
    public ExternalServiceResource(string name, ParameterResource urlParameter)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(urlParameter);
        UrlParameter = urlParameter;
    }

    /// <summary>The address, if it is known.</summary>
    public Uri? Uri { get; }

    /// <summary>The parameter that holds the address, if it does.</summary>
    public ParameterResource? UrlParameter { get; }

    /// <summary>Says what is wrong with an address; null when nothing is.</summary>
    internal static string? Problem(string? url, out Uri? uri)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out uri))
        {
            return "The URL for the external service must be an absolute URI.";
        }

        return Problem(uri);
    }

    /// <summary>The address for a resource that uses the service; null when publishing, where parameters have no value.</summary>
    /// <exception cref="DistributedApplicationException">The parameter's value is not an address.</exception>
    internal async Task<Uri?> ResolveUriAsync(IResource target, EnvironmentCallbackContext context)
    {
        if (Uri is not null || context.ExecutionContext.IsPublishMode)
        {
            return Uri;
        }

        var url = await UrlParameter!.GetValueAsync(context.CancellationToken).ConfigureAwait(false);
        return Problem(url, out var uri) is { } problem
            ? throw new DistributedApplicationException(
                $"The URL parameter '{UrlParameter.Name}' for source resource '{Name}' is invalid while configuring target resource '{target.Name}': {problem}")
            : uri;
    }

    private static string? Problem(Uri uri) => uri switch
    {
        { IsAbsoluteUri: false } => "The URL for the external service must be an absolute URI.",
        { AbsolutePath: not "/" } => "The URL absolute path must be \"/\".",
        { Query.Length: > 0 } => "The URL cannot contain a query string.",
        { Fragment.Length: > 0 } => "The URL cannot contain a fragment.",
        _ => null,
    };
}
