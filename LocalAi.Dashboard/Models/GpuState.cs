namespace LocalAi.Dashboard.Models;

/// <summary>A GPU as nvidia-smi tells it: utilisation 0 to 1, memory in bytes.</summary>
public sealed record GpuState(string Name, double? Utilization, double? MemoryUsed, double? MemoryLimit);
