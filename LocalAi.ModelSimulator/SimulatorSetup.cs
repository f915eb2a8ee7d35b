using System.Globalization;
using LocalAi.ModelSimulator.Embeddings;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.Runtime;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator;

/// <summary>Registers the simulator and labels everything that it answers.</summary>
internal static class SimulatorSetup
{
    /// <summary>On every response: whoever looks at the wire sees that no model answered.</summary>
    public const string LabelHeader = "X-LocalAi-Simulator";

    /// <summary>What <c>/api/version</c> says: the Ollama release whose API this is, and that it is not that release.</summary>
    public const string Version = "0.32.15-simulated";

    public static WebApplicationBuilder AddModelSimulator(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SimulatorOptions>()
            .Configure<IConfiguration>(ApplyOllamaVariables)
            .BindConfiguration(SimulatorOptions.SectionName)
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<SimulatorOptions>>((kestrel, simulator) =>
            kestrel.Limits.MaxRequestBodySize = simulator.Value.MaxRequestBytes);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Pacer>();
        builder.Services.AddSingleton<ClockFactory>();
        builder.Services.AddSingleton<ModelStore>();
        builder.Services.AddSingleton<ModelLibrary>();
        builder.Services.AddSingleton<BlobDigests>();
        builder.Services.AddSingleton<ModelPuller>();
        builder.Services.AddSingleton<ModelScheduler>();
        builder.Services.AddSingleton<Generator>();
        builder.Services.AddSingleton<Embedder>();
        return builder;
    }

    public static void UseSimulatorLabel(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.Headers[LabelHeader] = "LocalAi model simulator; no language model is installed";
        return next(context);
    });

    /// <summary>Unknown paths and methods get the plain-text answers of Ollama's router.</summary>
    public static void UseOllamaNotFoundPages(this WebApplication app) => app.UseStatusCodePages(context =>
        context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => OllamaResults.TextAsync(context.HttpContext, "404 page not found"),
            StatusCodes.Status405MethodNotAllowed => OllamaResults.TextAsync(context.HttpContext, "405 method not allowed"),
            _ => Task.CompletedTask,
        });

    private static void ApplyOllamaVariables(SimulatorOptions options, IConfiguration configuration)
    {
        options.ParallelRequests = Number(configuration, "OLLAMA_NUM_PARALLEL") ?? options.ParallelRequests;
        options.MaxQueue = Number(configuration, "OLLAMA_MAX_QUEUE") ?? options.MaxQueue;
        options.ContextLength = Number(configuration, "OLLAMA_CONTEXT_LENGTH") ?? options.ContextLength;
        options.KvCache = configuration["OLLAMA_KV_CACHE_TYPE"] is { Length: > 0 } type ? type : options.KvCache;
        if (configuration["OLLAMA_KEEP_ALIVE"] is { Length: > 0 } keepAlive)
        {
            options.KeepAliveSeconds = GoDuration.TryParse(keepAlive, out var duration)
                ? Math.Max(-1, duration.TotalSeconds)
                : throw new OptionsValidationException(
                    nameof(SimulatorOptions), typeof(SimulatorOptions), [$"OLLAMA_KEEP_ALIVE is '{keepAlive}': use a duration such as 5m or -1."]);
        }
    }

    private static int? Number(IConfiguration configuration, string name) => configuration[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new OptionsValidationException(
            nameof(SimulatorOptions), typeof(SimulatorOptions), [$"{name} is '{text}': use a whole number."]),
    };
}
