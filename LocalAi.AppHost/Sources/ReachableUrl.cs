namespace LocalAi.AppHost.Sources;

/// <summary>
/// The address of a server that runs outside the stack. Where it is on this machine's loopback interface, a container gets it with
/// the name by which containers reach this machine.
/// </summary>
internal sealed class ReachableUrl(string url) : IValueProvider, IManifestExpressionProvider
{
    private const string HostSeenFromContainers = "host.docker.internal";

    public string ValueExpression => url;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(url);

    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(context.Caller?.IsContainer() is true ? FromContainer(url) : url);

    /// <summary>The address as a container has to write it.</summary>
    public static string FromContainer(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback
            // Cut out by hand: Uri would encode the {query} of a search address.
            ? $"{address.Scheme}://{HostSeenFromContainers}{url[(address.Scheme.Length + "://".Length + address.Host.Length)..]}"
            : url;
}
