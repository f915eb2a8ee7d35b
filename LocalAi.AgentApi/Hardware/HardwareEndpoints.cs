using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Hardware;

/// <summary><c>/api/hardware</c>: what this machine is, what a model would need, and what suits it.</summary>
internal static class HardwareEndpoints
{
    public static RouteGroupBuilder MapHardware(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/hardware").WithTags("Hardware");
        group.MapGet("/", GetAsync).WithSummary("Returns what was detected on this machine");
        group.MapGet("/estimate", EstimateAsync)
            .WithSummary("Estimates memory, placement and speed of a model")
            .WithDescription("model is an Ollama tag. gpu names one of the catalogue, or cpu; without it the machine that models run on is taken. prompt is the length for the time to first token; ram is GiB.")
            .ProducesValidationProblem().ProducesProblem(404);
        group.MapGet("/recommendations", RecommendAsync).WithSummary("Recommends models for the machine that models run on");
        return group;
    }

    private static async Task<Ok<HardwareInfo>> GetAsync(MachineInventory inventory, CancellationToken cancellationToken) =>
        TypedResults.Ok(HardwareInfo.From(await inventory.GetAsync(cancellationToken)));

    private static async Task<Ok<FitEstimate>> EstimateAsync(
        MachineInventory inventory, ModelShapes shapes, string? model = null, string? quantization = null, string? context = null, string? kvCache = null,
        string? gpu = null, string? gpuCount = null, string? parallel = null, string? prompt = null, string? ram = null, CancellationToken cancellationToken = default)
    {
        var query = new EstimateQuery
        {
            Model = model is null ? null : ModelShapes.CatalogueTag(model),
            Quantization = Given(quantization),
            Context = Given(context),
            KvCache = Given(kvCache),
            Gpu = Given(gpu),
            GpuCount = Given(gpuCount),
            Parallel = Given(parallel),
            Prompt = Given(prompt),
            Ram = Given(ram),
        };
        var machine = await inventory.GetMachineAsync(cancellationToken);
        var known = Given(model) is { } name && ModelCatalogue.Find(query.Model!) is null ? await shapes.FindOnServersAsync(name, cancellationToken) : null;
        return TypedResults.Ok(Estimator.Estimate(query.ToRequest(machine, known)));
    }

    private static async Task<Ok<HardwareAdvice>> RecommendAsync(MachineInventory inventory, CancellationToken cancellationToken) =>
        TypedResults.Ok(Advisor.Advise(await inventory.GetMachineAsync(cancellationToken)));

    /// <summary>A parameter without a value is one that was not given.</summary>
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
