namespace LocalAi.AgentApi.Access;

/// <summary>What a key must be for to call a route; null when any key will do. A route without it wants <see cref="KeyScopes.Manage"/>.</summary>
internal sealed record RequiredScope(string? Scope);

internal static class RequiredScopeExtensions
{
    /// <summary>Opens the route to keys of <paramref name="scope"/>, or to any key.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, string? scope)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new RequiredScope(scope));
}
