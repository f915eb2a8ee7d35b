using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Estimation;

/// <summary>
/// Which layers go where. Whole layers, each with its weights and its part of the KV cache, fill the GPUs; the vocabulary matrices and a projector
/// follow when all layers are there. What does not fit runs on the CPU.
/// </summary>
internal sealed record LayerPlacement
{
    public required Fit Fit { get; init; }

    public required IReadOnlyList<int> LayersOnGpu { get; init; }

    public required long WeightsBytes { get; init; }

    public required long KvCacheBytes { get; init; }

    public required long OverheadBytes { get; init; }

    public required long GpuBytes { get; init; }

    public long TotalBytes => WeightsBytes + KvCacheBytes + OverheadBytes;

    public int GpuLayers => LayersOnGpu.Sum();

    public static LayerPlacement Of(FitRequest request)
    {
        var machine = request.Machine;
        var weights = request.Weights;
        var layers = request.Model.Layers;
        var kvCache = request.KvCache.Bytes(request.Model, request.ContextTokens, request.ParallelRequests);
        var overhead = machine.Gpus.Count == 0 ? Processor.OverheadBytes : machine.Gpus.Sum(gpu => gpu.Family.OverheadBytes);
        var rest = weights.Total - weights.Layers;
        var perLayer = Math.Max(1, (double)(weights.Layers + kvCache) / layers);
        var room = machine.Gpus.Select(gpu => Math.Max(0, gpu.UsableBytes - gpu.Family.OverheadBytes)).ToArray();
        var capacity = room.Select(bytes => (int)Math.Min(layers, Math.Floor(bytes / perLayer))).ToArray();

        var placement = new LayerPlacement
        {
            Fit = Fit.Gpu,
            LayersOnGpu = [],
            WeightsBytes = weights.Total,
            KvCacheBytes = kvCache,
            OverheadBytes = overhead,
            GpuBytes = weights.Total + kvCache + overhead,
        };
        if (HoldsAll(room, capacity, perLayer, layers, rest, weights.Total + kvCache))
        {
            return placement with { LayersOnGpu = Share(layers, room) };
        }

        var onGpu = Math.Min(layers - 1, capacity.Sum());
        if (onGpu <= 0)
        {
            return placement with
            {
                Fit = placement.TotalBytes <= machine.Processor.UsableBytes ? Fit.Cpu : Fit.None,
                LayersOnGpu = [.. room.Select(_ => 0)],
                GpuBytes = 0,
            };
        }

        var gpuBytes = (long)(onGpu * perLayer) + overhead;
        var mustFit = machine.Unified ? placement.TotalBytes : placement.TotalBytes - gpuBytes;
        return mustFit <= machine.Processor.UsableBytes
            ? placement with { Fit = Fit.Split, LayersOnGpu = Share(onGpu, room), GpuBytes = gpuBytes }
            : placement with { Fit = Fit.None, LayersOnGpu = [.. room.Select(_ => 0)], GpuBytes = 0 };
    }

    private static bool HoldsAll(long[] room, int[] capacity, double perLayer, int layers, long rest, long bytes)
    {
        if (room.Length == 0 || bytes > room.Sum())
        {
            return false;
        }

        // One GPU is a plain comparison of sums; several hold whole layers, and one of them also the vocabulary.
        return room.Length == 1 || room.Where((free, index) =>
            free >= rest && capacity.Where((_, other) => other != index).Sum() + (int)Math.Floor((free - rest) / perLayer) >= layers).Any();
    }

    /// <summary>Layers in proportion to the room on each GPU, as llama.cpp divides them.</summary>
    private static int[] Share(int layers, long[] room)
    {
        var total = (double)room.Sum();
        var shares = room.Select(bytes => (int)Math.Floor(layers * (bytes / total))).ToArray();
        for (var index = 0; shares.Sum() < layers; index = (index + 1) % shares.Length)
        {
            shares[index]++;
        }

        return shares;
    }
}
