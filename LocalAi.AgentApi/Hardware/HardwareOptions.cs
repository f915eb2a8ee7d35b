using System.Globalization;
using LocalAi.Hardware.Queries;

namespace LocalAi.AgentApi.Hardware;

/// <summary>The hardware that the model server runs on, section <c>Hardware</c>. Empty: this machine's, as detected.</summary>
internal sealed class HardwareOptions
{
    public const string SectionName = "Hardware";

    /// <summary>A GPU of the catalogue, such as <c>rtx-3090</c>, or <c>cpu</c> for a desktop without one, where the model server is on another machine or simulated.</summary>
    public string? Gpu { get; set; }

    /// <summary>How many of them.</summary>
    public int? GpuCount { get; set; }

    /// <summary>RAM of that machine in GiB.</summary>
    public int? RamGiB { get; set; }

    public EstimateQuery Query => new()
    {
        Gpu = string.IsNullOrWhiteSpace(Gpu) ? null : Gpu,
        GpuCount = GpuCount?.ToString(CultureInfo.InvariantCulture),
        Ram = RamGiB?.ToString(CultureInfo.InvariantCulture),
    };
}
