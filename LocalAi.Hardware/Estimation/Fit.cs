using System.Text.Json.Serialization;

namespace LocalAi.Hardware.Estimation;

/// <summary>Where a model's layers run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fit>))]
public enum Fit
{
    /// <summary>It needs more memory than the machine has.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>All layers on the CPU.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>Some layers on GPUs, the rest on the CPU.</summary>
    [JsonStringEnumMemberName("split")]
    Split,

    /// <summary>Everything on GPUs.</summary>
    [JsonStringEnumMemberName("gpu")]
    Gpu,
}
