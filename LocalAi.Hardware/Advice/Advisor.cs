using System.Globalization;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Advice;

/// <summary>Which model for what, on a machine: pure functions over the catalogue.</summary>
public static class Advisor
{
    /// <summary>Current general models, one or two a size; older and special ones stay in the catalogue for estimates.</summary>
    private static readonly string[] CandidateTags =
    [
        "llama3.2:1b", "qwen3:1.7b", "llama3.2:3b", "qwen3:4b", "qwen3:8b", "gemma3:12b", "qwen3:14b", "gpt-oss:20b", "mistral-small3.2:24b", "gemma3:27b",
        "qwen3:30b", "qwen3:32b", "llama3.3:70b", "gpt-oss:120b", "qwen3:235b",
    ];

    private static readonly (string Gpu, int Count)[] Upgrades =
        [("rtx-3060", 1), ("rtx-4060-ti-16gb", 1), ("rtx-3090", 1), ("rtx-5090", 1), ("rtx-3090", 2), ("m4-max-64gb", 1), ("h100-pcie", 1)];

    // The embedding model stays loaded beside the chat model; without room to spare the small one.
    private const long RoomForLargeEmbedding = 12L << 30;
    private const string LargeEmbedding = "bge-m3";
    private const string SmallEmbedding = "nomic-embed-text";

    /// <summary>The models that are considered for recommendations, smallest first.</summary>
    public static IReadOnlyList<ModelArchitecture> Candidates { get; } = [.. CandidateTags.Select(tag => ModelCatalogue.Find(tag)!)];

    /// <summary>Recommendations for every use, and what other GPUs would change.</summary>
    public static HardwareAdvice Advise(Machine machine) =>
        new([.. ModelUse.All.Select(use => Recommend(use, machine)), RecommendEmbedding(machine)], FindUpgrades(machine));

    /// <summary>The model for <paramref name="use"/> on <paramref name="machine"/>.</summary>
    public static Recommendation Recommend(ModelUse use, Machine machine)
    {
        var settings = Settings(machine).Where(setting => !use.NeedsTools || setting.Request.Model.Tools).ToList();
        if (settings.Count == 0)
        {
            return new Recommendation
            {
                Use = use.Name,
                Model = null,
                Suitable = false,
                Reason = Text($"No model fits: this machine has {machine.Processor.MemoryBytes / (double)(1L << 30):0.0} GiB of memory and the smallest needs about 2."),
            };
        }

        var comfortable = settings.Where(setting => setting.Comfortable).ToList();
        var inClass = comfortable.Where(setting => InClass(setting, use)).ToList();
        var chosen = inClass.MaxBy(setting => setting.Quality) ?? comfortable.MaxBy(setting => setting.Quality) ?? settings.MinBy(setting => setting.TurnSeconds)!;
        return Describe(use, chosen, inClass.Count > 0, comfortable.Count > 0, settings);
    }

    /// <summary>The embedding model for <paramref name="machine"/>.</summary>
    public static Recommendation RecommendEmbedding(Machine machine)
    {
        var room = machine.Gpus.Count > 0 ? machine.Gpus.Sum(gpu => gpu.UsableBytes) : machine.Processor.UsableBytes;
        var large = room >= RoomForLargeEmbedding && machine.Gpus.Count > 0;
        var model = ModelCatalogue.Find(large ? LargeEmbedding : SmallEmbedding)!;
        var estimate = Estimator.Estimate(FitRequest.For(model, machine));
        return new Recommendation
        {
            Use = "embedding",
            Model = estimate.Fit == Fit.None ? null : model.Tag,
            Quantization = estimate.Quantization,
            Context = estimate.Context,
            KvCache = null,
            Suitable = estimate.Fit != Fit.None,
            Reason = large
                ? Text($"{model.Tag} understands over a hundred languages and passages of {model.Context:N0} tokens, and takes {estimate.WeightsBytes / 1e9:0.0} GB beside the chat model.")
                : Text($"{model.Tag} takes {estimate.WeightsBytes / 1e9:0.0} GB and is fast without a GPU."),
            Estimate = estimate,
        };
    }

    internal static IEnumerable<ModelSetting> Settings(Machine machine) => Candidates
        .Select(model => ModelSetting.Best(model, machine))
        .Where(setting => setting.Estimate.Fit != Fit.None);

    private static bool InClass(ModelSetting setting, ModelUse use) =>
        Capability.Of(setting.Request.Model).FromParameters >= use.Class.FromParameters;

    private static Recommendation Describe(ModelUse use, ModelSetting chosen, bool inClass, bool comfortable, List<ModelSetting> settings)
    {
        var estimate = chosen.Estimate;
        var where = estimate.Fit switch
        {
            Fit.Gpu when estimate.GpuCount > 1 => Text($"runs entirely on {estimate.GpuCount} GPUs"),
            Fit.Gpu => "runs entirely on the GPU",
            Fit.Split => Text($"runs with {estimate.GpuLayers} of {estimate.Layers} layers on the GPU"),
            _ => "runs on the CPU",
        };
        var speed = Text($"{where} at about {estimate.DecodeTokensPerSecond.Expected:0.#} tokens/s with a context of {estimate.Context:N0} tokens");
        var reason = inClass
            ? Text($"{estimate.Model} is the most capable model for this that {speed}.")
            : comfortable
                ? Text($"{Limit(use, settings)}; {estimate.Model} {speed}.")
                : Text($"No model is comfortable here (8 tokens/s, first token within 20 s); {estimate.Model} answers soonest and {speed}.");
        return new Recommendation
        {
            Use = use.Name,
            Model = estimate.Model,
            Quantization = estimate.Quantization,
            Context = estimate.Context,
            KvCache = estimate.KvCache,
            Suitable = inClass,
            Reason = reason,
            Estimate = estimate,
        };
    }

    private static string Limit(ModelUse use, List<ModelSetting> settings) =>
        settings.Where(setting => InClass(setting, use)).MaxBy(setting => setting.Estimate.DecodeTokensPerSecond.Expected) is { } slow
            ? Text($"{use.Name} asks for {use.Class.FromParameters / 1e9:0} billion parameters or more, and {slow.Estimate.Model} would run at {slow.Estimate.DecodeTokensPerSecond.Expected:0.#} tokens/s with {slow.Estimate.TimeToFirstTokenSeconds:0} s to the first token")
            : Text($"{use.Name} asks for {use.Class.FromParameters / 1e9:0} billion parameters or more, which do not fit in memory");

    private static List<UpgradeOption> FindUpgrades(Machine machine)
    {
        var now = MostCapable(machine);
        var options = new List<UpgradeOption>();
        foreach (var (id, count) in Upgrades)
        {
            var gpu = GpuCatalogue.Find(id)!;
            var machineWith = Machine.With(gpu, count, gpu.Unified ? null : machine.Unified ? Processor.TypicalDesktop : machine.Processor);
            if (MostCapable(machineWith) is { } better && better.Quality > (now?.Quality ?? 0))
            {
                var speed = better.Estimate.DecodeTokensPerSecond.Expected;
                var name = count > 1 ? Text($"{count} × {gpu.Name}") : gpu.Name;
                options.Add(new UpgradeOption(gpu.Id, count, better.Estimate.Model, speed,
                    Text($"With {name}: {better.Estimate.Model} at about {speed:0.#} tokens/s ({better.Estimate.Capability}).")));
            }
        }

        return options;
    }

    private static ModelSetting? MostCapable(Machine machine) =>
        Settings(machine).Where(setting => setting.Comfortable && setting.Request.Model.Tools).MaxBy(setting => setting.Quality);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
