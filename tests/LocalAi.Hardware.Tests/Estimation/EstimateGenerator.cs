using CsCheck;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Tests.Estimation;

/// <summary>Random questions over the whole catalogue.</summary>
internal static class EstimateGenerator
{
    /// <summary>Any machine: none, one or several GPUs, unified memory.</summary>
    public static readonly Gen<FitRequest> Request = On(Machines);

    /// <summary>Machines with one graphics card that has its own memory.</summary>
    public static readonly Gen<FitRequest> OneCard = On(Cards.Select(gpu => Machine.With(gpu)));

    /// <summary>Machines with one GPU of any kind.</summary>
    public static readonly Gen<FitRequest> OneGpu = On(Gpus.Select(gpu => Machine.With(gpu)));

    private static Gen<Gpu> Gpus => Gen.Int[0, GpuCatalogue.All.Count - 1].Select(index => GpuCatalogue.All[index]);

    private static Gen<Gpu> Cards => Gpus.Where(gpu => !gpu.Unified);

    private static Gen<Machine> Machines =>
        from gpu in Gpus
        from count in Gen.Int[0, 8]
        from ram in Gen.Int[4, 256]
        let processor = Processor.TypicalDesktop with { MemoryBytes = (long)ram << 30 }
        select count == 0 ? new Machine { Gpus = [], Processor = processor } : Machine.With(gpu, gpu.Unified ? 1 : count, processor);

    private static Gen<FitRequest> On(Gen<Machine> machines) =>
        from model in Gen.Int[0, ModelCatalogue.All.Count - 1].Select(index => ModelCatalogue.All[index])
        from quantization in Gen.Int[0, QuantizationCatalogue.All.Count - 1].Select(index => QuantizationCatalogue.All[index])
        from machine in machines
        from context in Gen.Int[1, model.Context]
        from kvCache in Gen.Int[0, KvCacheType.All.Count - 1].Select(index => KvCacheType.All[index])
        from parallel in Gen.Int[1, 16]
        select new FitRequest
        {
            Model = model,
            Quantization = quantization,
            Machine = machine,
            ContextTokens = context,
            KvCache = kvCache,
            ParallelRequests = parallel,
            PromptTokens = Math.Min(context, FitRequest.DefaultPromptTokens),
        };
}
