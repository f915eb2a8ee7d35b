using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Estimation;

/// <summary>One question: this model, stored and used like this, on that machine. Every value is taken as valid; <see cref="Queries.EstimateQuery"/> checks text.</summary>
public sealed record FitRequest
{
    /// <summary>Tokens of context when nobody says.</summary>
    public const int DefaultContextTokens = 8192;

    /// <summary>Prompt length for the time to first token when nobody says, in tokens.</summary>
    public const int DefaultPromptTokens = 1024;

    /// <summary>The model.</summary>
    public required ModelArchitecture Model { get; init; }

    /// <summary>How its weights are stored.</summary>
    public required Quantization Quantization { get; init; }

    /// <summary>Where it would run.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Context of one request, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>How keys and values are stored.</summary>
    public KvCacheType KvCache { get; init; } = KvCacheType.F16;

    /// <summary>Requests served at once; each has its own context (OLLAMA_NUM_PARALLEL).</summary>
    public int ParallelRequests { get; init; } = 1;

    /// <summary>Prompt length for the time to first token.</summary>
    public int PromptTokens { get; init; } = DefaultPromptTokens;

    /// <summary>Size of the model's files in bytes when it is known; otherwise it is computed from the shape.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Weights by class of tensor.</summary>
    public WeightBytes Weights
    {
        get
        {
            var computed = Quantization.BytesOf(Model);
            return FileBytes is { } known ? computed.ScaledTo(known) : computed;
        }
    }

    /// <summary>The model as Ollama serves it: its own quantization, 8,192 tokens of context or less when the model has less.</summary>
    public static FitRequest For(ModelArchitecture model, Machine machine) => new()
    {
        Model = model,
        Machine = machine,
        Quantization = QuantizationCatalogue.Get(model.DefaultQuantization),
        ContextTokens = Math.Min(DefaultContextTokens, model.Context),
    };
}
