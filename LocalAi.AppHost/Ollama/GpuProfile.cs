using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Ollama;

/// <summary>Which graphics processor the model server's container gets, and why it gets none where there is one.</summary>
/// <param name="Vendor">Null for none.</param>
/// <param name="Note">What to tell the user where a graphics processor stays unused; else null.</param>
internal sealed record GpuProfile(OllamaGpuVendor? Vendor, string? Note = null)
{
    /// <summary>Decides by the setting and, for auto, by what the machine has.</summary>
    /// <param name="setting"><c>LocalAi:Gpu</c>.</param>
    /// <param name="exists">Whether a device file of this machine exists.</param>
    /// <param name="findProgram">The folder of a program of this machine, or null.</param>
    public static GpuProfile For(GpuSetting setting, Func<string, bool> exists, Func<string, string?> findProgram)
    {
        var hasNvidia = exists("/dev/nvidia0") || exists("/dev/dxg");
        var hasAmd = exists("/dev/kfd") && exists("/dev/dri");
        return setting switch
        {
            GpuSetting.Nvidia => new(OllamaGpuVendor.Nvidia),
            GpuSetting.Amd => new(OllamaGpuVendor.AMD),
            GpuSetting.None when hasNvidia || hasAmd => new(Vendor: null, "the graphics processor is not used, since LocalAi:Gpu is none"),
            GpuSetting.None => new(Vendor: null),
            // The engine passes an NVIDIA device on only with NVIDIA's own runtime.
            _ when hasNvidia && findProgram("nvidia-container-runtime") is null && findProgram("nvidia-ctk") is null =>
                new(Vendor: null, "the NVIDIA graphics processor is not used: install NVIDIA's container toolkit, or set LocalAi:Gpu to none"),
            _ when hasNvidia => new(OllamaGpuVendor.Nvidia),
            _ when hasAmd => new(OllamaGpuVendor.AMD),
            _ => new(Vendor: null),
        };
    }
}
