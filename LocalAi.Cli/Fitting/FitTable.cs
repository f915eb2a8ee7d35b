using LocalAi.Cli.Output;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using Spectre.Console;

namespace LocalAi.Cli.Fitting;

/// <summary>One estimate on the screen.</summary>
internal static class FitTable
{
    public static void Write(IAnsiConsole console, FitRequest request, FitEstimate estimate)
    {
        var table = Screen.Table(estimate.Model, "");
        table.ShowHeaders = true;
        Row("Machine", MachineName(request.Machine));
        Row("Settings", Figures.Text($"{estimate.Quantization}, context {estimate.Context:N0}{(estimate.Parallel > 1 ? $" × {estimate.Parallel}" : "")}, KV cache {estimate.KvCache}"));
        Row("Memory", $"{Figures.Gibibytes(estimate.TotalBytes)} = weights {Figures.Gibibytes(estimate.WeightsBytes)} + KV {Figures.Gibibytes(estimate.KvCacheBytes)} + buffers {Figures.Gibibytes(estimate.OverheadBytes)}");
        Row("Fits", Verdict(estimate));
        if (estimate.Fit != Fit.None)
        {
            Row("Generation", Figures.Rate(estimate.DecodeTokensPerSecond));
            Row("Prompt", Figures.Rate(estimate.PrefillTokensPerSecond));
            Row("First token", $"after {Figures.Seconds(estimate.TimeToFirstTokenSeconds)} with a prompt of {Figures.Tokens(request.PromptTokens)} tokens");
        }

        Row("Good for", estimate.Capability);
        console.Write(table);
        foreach (var note in estimate.Notes)
        {
            console.Write(new Padder(new Text("• " + note), new Padding(1, 0, 0, 0)));
        }

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    public static string MachineName(Machine machine)
    {
        var host = Figures.Text($"{machine.Processor.Name}, {machine.Processor.MemoryBytes / (double)(1L << 30):0} GiB RAM");
        return machine.Gpus.Count == 0
            ? host
            : machine.Unified
                ? $"{machine.Gpus[0].Name}, {Figures.Gibibytes(machine.Gpus[0].MemoryBytes)} unified memory"
                : $"{(machine.Gpus.Count > 1 ? $"{machine.Gpus.Count} × " : "")}{machine.Gpus[0].Name} ({Figures.Gibibytes(machine.Gpus[0].MemoryBytes)}); {host}";
    }

    private static string Verdict(FitEstimate estimate) => estimate.Fit switch
    {
        Fit.Gpu => $"yes, entirely on the GPU ({Figures.Gibibytes(estimate.GpuCapacityBytes)})",
        Fit.Split => $"in part: {estimate.GpuLayers} of {estimate.Layers} layers on the GPU ({Figures.Gibibytes(estimate.GpuBytes)})",
        Fit.Cpu => "on the CPU only",
        _ => "no",
    };
}
