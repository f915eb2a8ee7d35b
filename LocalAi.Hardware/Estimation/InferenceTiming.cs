using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Estimation;

/// <summary>
/// The clock of a model on a machine: seconds to load it, to read a prompt, and of one decoding step for any number of requests.
/// <see cref="Estimator"/> reports from it and the simulator runs by it. Obtain one with <see cref="Estimator.Timing"/>.
/// </summary>
/// <remarks>
/// Decoding reads every active weight once a step, so it is bound by bandwidth; reading a prompt multiplies each weight with hundreds of tokens at once,
/// so it is bound by arithmetic. Both follow the roofline model (Williams, Waterman, Patterson, CACM 52(4), 2009).
/// </remarks>
public sealed class InferenceTiming
{
    /// <summary>Tokens processed at once while reading a prompt (llama.cpp's n_ubatch).</summary>
    public const int PromptBatchTokens = 512;

    // Small scattered matrices of routed experts are read less well than one large one: measured with gpt-oss-20b on eight GPUs.
    private const double ExpertReadEfficiency = 0.85;

    // Handing the activations from one GPU to the next in a layer split: 3090 × 2 to × 6 lose 0.2 ms a token for each GPU.
    private const double GpuHandoverSeconds = 0.2e-3;

    // llama.cpp copies the weights of CPU layers to the GPU for batches of 32 tokens or more; 12 GB/s is what pageable memory reaches over PCIe 4.0 × 16.
    private const int StreamedBatchTokens = 32;
    private const double BusBytesPerSecond = 12e9;

    private readonly FitRequest _request;
    private readonly LayerPlacement _placement;
    private readonly WeightBytes _weights;
    private readonly ParameterCount _parameters;

    internal InferenceTiming(FitRequest request, LayerPlacement placement)
    {
        _request = request;
        _placement = placement;
        _weights = request.Weights;
        _parameters = ParameterCount.Of(request.Model);
    }

    /// <summary>Where the layers are.</summary>
    public Fit Fit => _placement.Fit;

    /// <summary>Bytes of weights, KV cache and buffers.</summary>
    public long TotalBytes => _placement.TotalBytes;

    /// <summary>The part of <see cref="TotalBytes"/> on GPUs (Ollama's <c>size_vram</c>).</summary>
    public long GpuBytes => _placement.GpuBytes;

    /// <summary>Seconds to load the weights from a disk that reads <paramref name="diskBytesPerSecond"/>.</summary>
    public double LoadSeconds(double diskBytesPerSecond) => _weights.Total / diskBytesPerSecond;

    /// <summary>
    /// Seconds of one decoding step: each of <paramref name="requests"/> requests gets one token. <paramref name="contextTokens"/> is how many
    /// tokens each already has in its context.
    /// </summary>
    public double DecodeStepSeconds(int requests, int contextTokens)
    {
        var model = _request.Model;
        if (model.Embedding)
        {
            return 0;
        }

        var kvBytes = (double)_request.KvCache.Bytes(model, contextTokens, requests);
        var used = model.Experts is { } experts ? experts.DistinctUsed(requests) / experts.Count : 0;
        var layerBytes = _weights.Dense + _weights.Experts * used / ExpertReadEfficiency + kvBytes;
        var layerFlops = 2.0 * (_parameters.Active(model.Experts) - OutputParameters);
        var seconds = 0.0;
        for (var index = 0; index < _request.Machine.Gpus.Count; index++)
        {
            var gpu = _request.Machine.Gpus[index];
            var share = (double)_placement.LayersOnGpu.ElementAtOrDefault(index) / model.Layers;
            var output = _placement.Fit == Fit.Gpu && index == _request.Machine.Gpus.Count - 1 ? 1 : 0;
            seconds += GpuSeconds(gpu, share * layerBytes + output * _weights.OutputRead, share * layerFlops + output * 2.0 * OutputParameters, share, requests);
        }

        var gpusUsed = _placement.LayersOnGpu.Count(layers => layers > 0);
        return seconds + Math.Max(0, gpusUsed - 1) * GpuHandoverSeconds + CpuSeconds(layerBytes, layerFlops, requests);
    }

    /// <summary>Seconds to read a prompt of <paramref name="tokens"/> tokens.</summary>
    public double PrefillSeconds(int tokens)
    {
        var seconds = 0.0;
        for (var start = 0; start < tokens; start += PromptBatchTokens)
        {
            seconds += PromptBatchSeconds(start, Math.Min(PromptBatchTokens, tokens - start));
        }

        return seconds;
    }

    /// <summary>Seconds from a prompt of <paramref name="tokens"/> tokens to the first token of the answer.</summary>
    public double TimeToFirstTokenSeconds(int tokens) => PrefillSeconds(tokens) + DecodeStepSeconds(1, tokens);

    /// <summary>
    /// Tokens a second that no implementation can exceed for one request: the active bytes through the peak bandwidth of what holds them.
    /// </summary>
    public double BandwidthBoundTokensPerSecond()
    {
        var model = _request.Model;
        var used = model.Experts is { } experts ? (double)experts.Used / experts.Count : 0;
        var layerBytes = _weights.Dense + _weights.Experts * used;
        var onGpu = 0;
        var seconds = 0.0;
        foreach (var (gpu, layers) in _request.Machine.Gpus.Zip(_placement.LayersOnGpu))
        {
            onGpu += layers;
            seconds += layerBytes * layers / model.Layers / gpu.BandwidthBytesPerSecond;
        }

        var cpuLayers = model.Layers - onGpu;
        seconds += layerBytes * cpuLayers / model.Layers / _request.Machine.Processor.BandwidthBytesPerSecond;
        var outputBandwidth = _placement.Fit == Fit.Gpu ? _request.Machine.Gpus[^1].BandwidthBytesPerSecond : _request.Machine.Processor.BandwidthBytesPerSecond;
        return 1 / (seconds + _weights.OutputRead / outputBandwidth);
    }

    private long OutputParameters => _parameters.Output > 0 ? _parameters.Output : _parameters.Embedding;

    private double CpuShare => 1 - (double)_placement.GpuLayers / _request.Model.Layers;

    private double GpuSeconds(Gpu gpu, double bytes, double flops, double layerShare, int requests)
    {
        if (bytes <= 0)
        {
            return 0;
        }

        var family = gpu.Family;
        var read = bytes / (family.MemoryEfficiency * gpu.BandwidthBytesPerSecond);
        var unpack = _request.Quantization.IsPacked ? flops / 2 * family.UnpackFlopsPerWeight / gpu.FlopsPerSecond : 0;
        // The first request's arithmetic hides behind the reads; each further one adds its own.
        var arithmetic = (requests - 1) * flops / (family.PrefillEfficiency * gpu.FlopsPerSecond);
        return read + unpack + arithmetic + layerShare * _request.Model.Layers * family.LayerSeconds;
    }

    private double CpuSeconds(double layerBytes, double layerFlops, int requests)
    {
        if (_placement.Fit == Fit.Gpu)
        {
            return 0;
        }

        var processor = _request.Machine.Processor;
        var bytes = CpuShare * layerBytes + _weights.OutputRead;
        var flops = CpuShare * layerFlops + 2.0 * OutputParameters;
        var read = bytes / (Processor.MemoryEfficiency * processor.BandwidthBytesPerSecond);
        return Math.Max(read, requests * flops / (Processor.ComputeEfficiency * processor.FlopsPerSecond));
    }

    private double PromptBatchSeconds(int start, int tokens)
    {
        var model = _request.Model;
        var weightFlops = 2.0 * (_parameters.Active(model.Experts) - OutputParameters) * tokens;
        // Scores and weighted values: 2 × 2 × heads × dimension for each pair of tokens; half of the batch's own square is masked.
        var attentionFlops = 4.0 * model.Layers * model.Heads * model.HeadDimension * tokens * (start + tokens / 2.0);
        var flops = weightFlops + attentionFlops;
        var used = model.Experts is { } experts ? experts.DistinctUsed(tokens) / experts.Count : 0;
        var bytes = _weights.Dense + _weights.Experts * used;
        var seconds = 0.0;
        foreach (var (gpu, layers) in _request.Machine.Gpus.Zip(_placement.LayersOnGpu))
        {
            var share = (double)layers / model.Layers;
            var arithmetic = share * flops / (gpu.Family.PrefillEfficiency * gpu.FlopsPerSecond);
            var read = share * bytes / (gpu.Family.MemoryEfficiency * gpu.BandwidthBytesPerSecond);
            seconds += Math.Max(arithmetic, read) + layers * gpu.Family.LayerSeconds;
        }

        var processor = _request.Machine.Processor;
        var onCpu = Math.Max(
            flops / (Processor.ComputeEfficiency * processor.FlopsPerSecond),
            bytes / (Processor.MemoryEfficiency * processor.BandwidthBytesPerSecond));
        if (_placement.Fit == Fit.Split && tokens >= StreamedBatchTokens && !_request.Machine.Unified)
        {
            var gpu = _request.Machine.Gpus[0];
            onCpu = Math.Min(onCpu, bytes / BusBytesPerSecond + flops / (gpu.Family.PrefillEfficiency * gpu.FlopsPerSecond));
        }

        return seconds + CpuShare * onCpu;
    }
}
