namespace LocalAi.AppHost.Supabase;

/// <summary>
/// An API key made of the stack's JWT secret when a container asks for it, so that the two never differ. It is issued at the start
/// of the year: the same key at every start of a year, or persistent containers would be made anew for nothing.
/// </summary>
internal sealed class SupabaseKey(string role, ParameterResource secret, TimeProvider time) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    public IEnumerable<object> References => [secret];

    /// <summary>Stands in no manifest: there the key is a parameter of its own.</summary>
    public string ValueExpression => $"{{{secret.Name}-{role}.value}}";

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        SupabaseToken.Mint(role, (await secret.GetValueAsync(cancellationToken))!, new DateTimeOffset(time.GetUtcNow().Year, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
