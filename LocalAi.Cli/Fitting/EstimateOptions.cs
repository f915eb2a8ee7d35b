using System.CommandLine;
using LocalAi.Hardware.Queries;

namespace LocalAi.Cli.Fitting;

/// <summary>The options that describe a question; <c>fit</c> and <c>simulate</c> share them. Values stay text, so that one place checks them.</summary>
internal sealed class EstimateOptions
{
    public Option<string?> Gpu { get; } = new("--gpu") { Description = "GPU such as rtx-3090, m4-pro-24gb, or cpu [default: this machine]", HelpName = "ID" };

    public Option<string?> GpuCount { get; } = new("--gpu-count") { Description = "How many of them", HelpName = "N" };

    public Option<string?> Context { get; } = new("--context") { Description = "Context of a request in tokens [default: 8192 or the model's]", HelpName = "TOKENS" };

    public Option<string?> Quantization { get; } = new("--quantization") { Description = "q4_K_M, q8_0, f16, … [default: the tag's]", HelpName = "NAME" };

    public Option<string?> KvCache { get; } = new("--kv-cache") { Description = "f16, q8_0 or q4_0 [default: f16]", HelpName = "TYPE" };

    public Option<string?> Parallel { get; } = new("--parallel") { Description = "Requests served at once", HelpName = "N" };

    public Option<string?> Prompt { get; } = new("--prompt") { Description = "Prompt length for the time to first token [default: 1024]", HelpName = "TOKENS" };

    public Option<string?> Ram { get; } = new("--ram") { Description = "RAM of the machine in GiB [default: this machine's, or 64 with --gpu]", HelpName = "GIB" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Gpu, GpuCount, Context, Quantization, KvCache, Parallel, Prompt, Ram, Json })
        {
            command.Add(option);
        }
    }

    public EstimateQuery Query(ParseResult parsed, string? model) => new()
    {
        Model = model,
        Gpu = parsed.GetValue(Gpu),
        GpuCount = parsed.GetValue(GpuCount),
        Context = parsed.GetValue(Context),
        Quantization = parsed.GetValue(Quantization),
        KvCache = parsed.GetValue(KvCache),
        Parallel = parsed.GetValue(Parallel),
        Prompt = parsed.GetValue(Prompt),
        Ram = parsed.GetValue(Ram),
    };
}
