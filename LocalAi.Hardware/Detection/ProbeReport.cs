namespace LocalAi.Hardware.Detection;

/// <summary>What one probe found, in a sentence.</summary>
/// <param name="Probe">nvidia-smi, rocm-smi, system_profiler, sysfs, cpu, memory or bandwidth.</param>
/// <param name="Found">True when it found something usable.</param>
/// <param name="Detail">What it found, or why nothing.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ProbeReport(string Probe, bool Found, string Detail, double Seconds);
