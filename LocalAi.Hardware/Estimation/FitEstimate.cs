namespace LocalAi.Hardware.Estimation;

/// <summary>The answer to a <see cref="FitRequest"/>. Serialized with web defaults it is the body of <c>GET /api/hardware/estimate</c>.</summary>
public sealed record FitEstimate
{
    /// <summary>Ollama tag.</summary>
    public required string Model { get; init; }

    /// <summary>llama.cpp's name of the quantization.</summary>
    public required string Quantization { get; init; }

    /// <summary>Context of one request in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>f16, q8_0 or q4_0.</summary>
    public required string KvCache { get; init; }

    /// <summary>Requests at once.</summary>
    public required int Parallel { get; init; }

    /// <summary>Id of the GPU, or null for CPU only.</summary>
    public required string? Gpu { get; init; }

    /// <summary>GPUs in the machine.</summary>
    public required int GpuCount { get; init; }

    /// <summary>Bytes of the weights: the size of the download.</summary>
    public required long WeightsBytes { get; init; }

    /// <summary>Bytes of keys and values for the whole context of all parallel requests.</summary>
    public required long KvCacheBytes { get; init; }

    /// <summary>Bytes of the runtime and its buffers.</summary>
    public required long OverheadBytes { get; init; }

    /// <summary>Sum of the three.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>The part of <see cref="TotalBytes"/> in GPU memory: what Ollama shows as <c>size_vram</c>.</summary>
    public required long GpuBytes { get; init; }

    /// <summary>Bytes that the machine's GPUs can hold together.</summary>
    public required long GpuCapacityBytes { get; init; }

    /// <summary>Where it runs.</summary>
    public required Fit Fit { get; init; }

    /// <summary>Layers on GPUs.</summary>
    public required int GpuLayers { get; init; }

    /// <summary>Layers of the model.</summary>
    public required int Layers { get; init; }

    /// <summary>Generation speed of one request that runs alone, within its first 1,024 tokens; the low end is with a full context.</summary>
    public required TokenRate DecodeTokensPerSecond { get; init; }

    /// <summary>Speed of reading a prompt of <see cref="FitRequest.PromptTokens"/> tokens.</summary>
    public required TokenRate PrefillTokensPerSecond { get; init; }

    /// <summary>Seconds from sending that prompt to the first token, model loaded and nothing queued.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>What a model of this size is good for.</summary>
    public required string Capability { get; init; }

    /// <summary>Sentences a person should read with the numbers.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
