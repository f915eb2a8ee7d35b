using System.ComponentModel.DataAnnotations;

namespace LocalAi.ModelSimulator;

/// <summary>
/// What the simulator pretends to be. Every rate of 0 means unpaced: as fast as this machine writes. Where they are not set,
/// <see cref="ParallelRequests"/>, <see cref="MaxQueue"/>, <see cref="ContextLength"/> and <see cref="KeepAliveSeconds"/> follow
/// Ollama's own variables <c>OLLAMA_NUM_PARALLEL</c>, <c>OLLAMA_MAX_QUEUE</c>, <c>OLLAMA_CONTEXT_LENGTH</c> and <c>OLLAMA_KEEP_ALIVE</c>.
/// </summary>
internal sealed class SimulatorOptions
{
    public const string SectionName = "LocalAi:Simulator";

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

    /// <summary>Requests that one model answers at the same time; the others wait.</summary>
    [Range(1, 4096, ErrorMessage = SectionName + ":ParallelRequests (or OLLAMA_NUM_PARALLEL) must be 1 to 4096.")]
    public int ParallelRequests { get; set; } = 64;

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
}
