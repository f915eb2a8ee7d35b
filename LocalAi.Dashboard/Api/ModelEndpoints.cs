using LocalAi.Dashboard.Listeners;
using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Security;
using LocalAi.Dashboard.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Dashboard.Api;

/// <summary><c>GET /api/models/summary?window=15m</c>: what each model did in the window. Seconds and tokens; shares from 0 to 1.</summary>
internal static class ModelEndpoints
{
    private const string DefaultWindow = "15m";

    public static void MapModelApi(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/models/summary", GetSummary)
        .RequireAuthorization(SecurityExtensions.ApiPolicy)
        .OnlyOn(ListenerKind.Frontend);

    private static Results<Ok<ModelSummaryAnswer>, ValidationProblem> GetSummary(ModelSummaries summaries, TimeProvider time, string? window = DefaultWindow)
    {
        if (!TimeWindow.TryParse(window, out var parsed))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["window"] = ["window must be a whole number followed by s, m, h or d, from 10s to 30d, such as 15m."],
            });
        }

        var now = time.GetUtcNow();
        return TypedResults.Ok(new ModelSummaryAnswer(
            parsed.Text,
            now - TimeSpan.FromSeconds(parsed.Seconds),
            now,
            [.. summaries.Of(parsed).Select(ModelSummaryItem.Of)]));
    }
}
