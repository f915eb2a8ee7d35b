namespace LocalAi.AppHost.Configuration;

/// <summary>Which graphics processor the model server's container gets.</summary>
internal enum GpuSetting
{
    /// <summary>The one that the machine has.</summary>
    Auto,
    None,
    Nvidia,
    Amd,
}
