using System.ComponentModel.DataAnnotations;

namespace LocalAi.ModelSimulator;

/// <summary>
/// What the simulator pretends to be. Every rate of 0 means unpaced: as fast as this machine writes. Where they are not set,
/// <see cref="ParallelRequests"/>, <see cref="MaxQueue"/>, <see cref="ContextLength"/>, <see cref="KeepAliveSeconds"/> and
/// <see cref="KvCache"/> follow Ollama's own variables <c>OLLAMA_NUM_PARALLEL</c>, <c>OLLAMA_MAX_QUEUE</c>,
/// <c>OLLAMA_CONTEXT_LENGTH</c>, <c>OLLAMA_KEEP_ALIVE</c> and <c>OLLAMA_KV_CACHE_TYPE</c>.
/// </summary>
internal sealed class SimulatorOptions
{
    public const string SectionName = "LocalAi:Simulator";

    /// <summary>The <see cref="Gpu"/> of a machine that has none.</summary>
    public const string NoGpu = "cpu";

    private const int UnhurriedRequests = 64;

    /// <summary>
    /// The GPU whose timing the models of the catalogue have, e.g. <c>rtx-3090</c>; <c>cpu</c> for a desktop without one. Empty: they have
    /// the rates below, like the built-in models.
    /// </summary>
    public string? Gpu { get; set; }

    /// <summary>How many of them.</summary>
    [Range(1, 16, ErrorMessage = SectionName + ":GpuCount must be 1 to 16.")]
    public int GpuCount { get; set; } = 1;

    /// <summary>Ollama tags, separated by commas, that are installed at the start as <c>simulated/&lt;tag&gt;</c>, e.g. <c>qwen3:14b</c>.</summary>
    public string? Model { get; set; }

    /// <summary>Where pulled and created models are remembered; empty: until the program ends.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>How keys and values are stored on the simulated GPU: f16, q8_0 or q4_0.</summary>
    public string KvCache { get; set; } = "f16";

    /// <summary>How fast the simulated machine reads models from disk; the default is a sustained read of a PCIe 3 NVMe disk.</summary>
    [Range(1e6, 1e12, ErrorMessage = SectionName + ":DiskBytesPerSecond must be 1000000 to 1000000000000 bytes per second.")]
    public double DiskBytesPerSecond { get; set; } = 2e9;

    /// <summary>Prompt tokens evaluated a second, for each request.</summary>
    [Range(0, 10_000_000, ErrorMessage = SectionName + ":PrefillTokensPerSecond must be 0 (unpaced) to 10000000 tokens per second.")]
    public double PrefillTokensPerSecond { get; set; }

    /// <summary>Answer tokens generated a second, for each request.</summary>
    [Range(0, 1_000_000, ErrorMessage = SectionName + ":DecodeTokensPerSecond must be 0 (unpaced) to 1000000 tokens per second.")]
    public double DecodeTokensPerSecond { get; set; }

    /// <summary>How long the first request to a model waits until it is loaded.</summary>
    [Range(0, 3600, ErrorMessage = SectionName + ":LoadSeconds must be 0 to 3600 seconds.")]
    public double LoadSeconds { get; set; }

    /// <summary>How fast <c>/api/pull</c> downloads.</summary>
    [Range(0, 1e12, ErrorMessage = SectionName + ":PullBytesPerSecond must be 0 (unpaced) to 1000000000000 bytes per second.")]
    public double PullBytesPerSecond { get; set; }

    /// <summary>Requests that one model answers at the same time; the others wait. When not set: 1 with a GPU, as Ollama's default, else 64.</summary>
    [Range(1, 512, ErrorMessage = SectionName + ":ParallelRequests (or OLLAMA_NUM_PARALLEL) must be 1 to 512.")]
    public int? ParallelRequests { get; set; }

    /// <summary>Requests that may wait for one model; past it the answer is 503.</summary>
    [Range(0, 1_000_000, ErrorMessage = SectionName + ":MaxQueue (or OLLAMA_MAX_QUEUE) must be 0 to 1000000.")]
    public int MaxQueue { get; set; } = 512;

    /// <summary>Context in tokens where a request sets no <c>num_ctx</c>; never more than the model's own.</summary>
    [Range(256, 16_777_216, ErrorMessage = SectionName + ":ContextLength (or OLLAMA_CONTEXT_LENGTH) must be 256 to 16777216 tokens.")]
    public int ContextLength { get; set; } = 8192;

    /// <summary>How long an idle model stays loaded; -1 is for ever.</summary>
    [Range(-1, 31_536_000, ErrorMessage = SectionName + ":KeepAliveSeconds (or OLLAMA_KEEP_ALIVE) must be -1 (for ever) to 31536000 seconds.")]
    public double KeepAliveSeconds { get; set; } = 300;

    /// <summary>Largest request body; past it the answer is 413.</summary>
    [Range(1024, 2_147_483_647, ErrorMessage = SectionName + ":MaxRequestBytes must be 1024 to 2147483647 bytes.")]
    public long MaxRequestBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// For load tests: every text answer has exactly this many tokens, repeated or cut as needed. 0 leaves answers as long as they are.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = SectionName + ":AnswerTokens must be 0 (natural length) to 1000000 tokens.")]
    public int AnswerTokens { get; set; }

    /// <summary><see cref="ParallelRequests"/> or its default.</summary>
    public int Slots => ParallelRequests ?? (string.IsNullOrEmpty(Gpu) ? UnhurriedRequests : 1);

    /// <summary>The tags of <see cref="Model"/>.</summary>
    public IEnumerable<string> Tags => (Model ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
