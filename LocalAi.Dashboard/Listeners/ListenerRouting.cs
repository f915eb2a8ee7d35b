namespace LocalAi.Dashboard.Listeners;

/// <summary>Keeps each port to its purpose: pages are not served where telemetry is sent, nor the reverse.</summary>
internal static class ListenerRouting
{
    /// <summary>The routes that follow are served on these ports only; elsewhere they are not found.</summary>
    public static TBuilder OnlyOn<TBuilder>(this TBuilder builder, ListenerKind kind)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Listener(kind));

    /// <summary>Answers 404 where a route is asked for on another port than its own. A route without a mark (health) is served on all.</summary>
    public static IApplicationBuilder UseListenerRouting(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var endpoint = context.GetEndpoint();
        var wanted = endpoint?.Metadata.GetMetadata<Listener>();
        var actual = context.Features.Get<Listener>() ?? new Listener(ListenerKind.Frontend);
        if (endpoint is null ? actual.Kind == ListenerKind.Frontend : wanted is null || wanted.Kind == actual.Kind)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
