namespace LocalAi.AgentApi.Errors;

internal static class FailureServices
{
    public static IServiceCollection AddFailureResponses(this IServiceCollection services) => services
        .AddExceptionHandler<FailureResponses>()
        .AddProblemDetails()
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Gives every failure of what follows a body, whether it was thrown or is a bare status.</summary>
    public static IApplicationBuilder UseFailureResponses(this IApplicationBuilder app) => app
        .UseExceptionHandler()
        .UseStatusCodePages(FailureResponses.WriteStatusAsync);
}
