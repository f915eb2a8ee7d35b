namespace LocalAi.AgentApi.Errors;

internal static class FailureServices
{
    public static IServiceCollection AddFailureResponses(this IServiceCollection services) => services
        .AddExceptionHandler<FailureResponses>()
        .AddProblemDetails()
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
}
