namespace LocalAi.AgentApi.Access;

/// <summary>What a key must be for to call a route: one of these, or anything when there is none. A route without it wants <see cref="KeyScopes.Manage"/>.</summary>
internal sealed record RequiredScope(IReadOnlyList<string> AnyOf);

internal static class RequiredScopeExtensions
{
    /// <summary>Opens the route to keys of any of the scopes.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RequiredScope(anyOf));

    /// <summary>Opens the route to every key.</summary>
    public static TBuilder RequireAnyKey<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RequiredScope([]));
}
