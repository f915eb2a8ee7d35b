namespace Aspire.Hosting;

/// <summary>Who made the GPU.</summary>
public enum OllamaGpuVendor
{
    /// <summary>NVIDIA.</summary>
    Nvidia,

    /// <summary>AMD.</summary>
    AMD,
}
