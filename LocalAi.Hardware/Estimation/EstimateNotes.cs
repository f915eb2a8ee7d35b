using System.Globalization;

namespace LocalAi.Hardware.Estimation;

/// <summary>The sentences beside the numbers.</summary>
internal static class EstimateNotes
{
    public static IReadOnlyList<string> Of(FitRequest request, LayerPlacement placement, double expectedTokensPerSecond)
    {
        var notes = new List<string>();
        var machine = request.Machine;
        switch (placement.Fit)
        {
            case Fit.None:
                notes.Add(Text($"Needs {GiB(placement.TotalBytes)}; this machine offers {GiB(Offered(request))}. Take a smaller model or quantization, less context, or more memory."));
                return notes;
            case Fit.Split:
                notes.Add(Text($"{placement.GpuLayers} of {request.Model.Layers} layers fit on the GPU; the others run from RAM at {machine.Processor.BandwidthBytesPerSecond / 1e9:0} GB/s and set the pace."));
                break;
            case Fit.Cpu:
                notes.Add(machine.Gpus.Count == 0
                    ? Text($"No GPU: everything runs on the CPU from RAM at {machine.Processor.BandwidthBytesPerSecond / 1e9:0} GB/s.")
                    : "Not one layer fits on the GPU beside its buffers: everything runs on the CPU.");
                break;
            case Fit.Gpu when machine.Gpus.Count > 1:
                notes.Add("Layers are split over the GPUs: their memory adds up, their speed does not.");
                break;
        }

        if (machine.Unified)
        {
            notes.Add(Text($"Assumes {GiB(machine.Gpus[0].MemoryBytes)} of unified memory, of which the GPU may use {GiB(machine.Gpus[0].UsableBytes)}."));
        }

        if (request.Model.Experts is { } experts)
        {
            notes.Add(Text($"Mixture of experts: each token uses {experts.Used} of {experts.Count}, so it is as fast as a much smaller model and as large as its {request.Model.Parameters / 1e9:0.#} billion parameters."));
        }

        if (request.Model.Embedding)
        {
            notes.Add("An embedding model: it reads text and returns vectors, and generates none.");
        }
        else
        {
            var capability = Capability.Of(request.Model);
            notes.Add(expectedTokensPerSecond >= capability.FloorLow
                ? Text($"Expected with a short context. Count on {capability.FloorLow} to {capability.FloorHigh} tokens/s in real use of this class (conservative floor).")
                : Text($"Slower than the {capability.FloorLow} to {capability.FloorHigh} tokens/s that the usual hardware for this class gives in real use."));
        }

        return notes;
    }

    private static long Offered(FitRequest request) => request.Machine.Unified
        ? request.Machine.Processor.UsableBytes
        : request.Machine.Processor.UsableBytes + request.Machine.Gpus.Sum(gpu => gpu.UsableBytes);

    private static string GiB(long bytes) => Text($"{bytes / (double)(1L << 30):0.0} GiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
