namespace LocalAi.Hardware.Detection;

/// <summary>A GPU as a driver's tool names it.</summary>
/// <param name="Name">Its name, for example <c>NVIDIA GeForce RTX 4090</c>.</param>
/// <param name="Vendor">nvidia, amd, apple or intel.</param>
/// <param name="MemoryBytes">Its memory, or null when the tool does not say (<c>[N/A]</c>).</param>
/// <param name="UsedBytes">Memory in use by others, or null.</param>
public sealed record FoundGpu(string Name, string Vendor, long? MemoryBytes, long? UsedBytes = null);
