using System.ComponentModel.DataAnnotations;

namespace LocalAi.AgentApi;

/// <summary>What an operator can set of the agent service, section <c>Agent</c>.</summary>
internal sealed class AgentOptions
{
    public const string SectionName = "Agent";

    /// <summary>Host names, without port, by which the agent may be called besides localhost, 127.0.0.1 and [::1].</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Largest request body in bytes; a larger one is answered with 413.</summary>
    [Range(1024, 1L << 30)]
    public long MaxRequestBytes { get; set; } = 4L << 20;

    /// <summary>How many times in one turn the model may ask for tools before it has to answer without them.</summary>
    [Range(0, 100)]
    public int MaxToolRounds { get; set; } = 8;

    /// <summary>How much of a model's context conversations use, in tokens: more takes more memory and more time to read.</summary>
    [Range(512, 10_000_000)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>How long one tool call may take, in seconds.</summary>
    [Range(1, 3600)]
    public double ToolTimeoutSeconds { get; set; } = 60;

    /// <summary>Longest result of one tool call that a model is given, in tokens; the rest is cut, and the model is told so.</summary>
    [Range(100, 1_000_000)]
    public int MaxToolResultTokens { get; set; } = 2000;

    /// <summary>How long a model server may take to send its first token, in seconds: load and prefill on a CPU take minutes.</summary>
    [Range(0.1, 86400)]
    public double FirstTokenTimeoutSeconds { get; set; } = 600;

    /// <summary>How long a model server may be silent between two tokens, in seconds.</summary>
    [Range(0.1, 86400)]
    public double TokenTimeoutSeconds { get; set; } = 120;

    /// <summary>Models, best first, that answer when the one asked for does not: its server is down, busy or too slow for a first token.</summary>
    public string[] FallbackModels { get; set; } = [];

    /// <summary>A system message put before every conversation of the web UI; empty for none.</summary>
    public string Instructions { get; set; } = "";
}
