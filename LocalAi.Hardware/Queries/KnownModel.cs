using LocalAi.Hardware.Architecture;

namespace LocalAi.Hardware.Queries;

/// <summary>A model that is not in the catalogue but was read from a GGUF file or from a server.</summary>
/// <param name="Architecture">Its shape.</param>
/// <param name="Quantization">How it is stored, or null when that could not be told.</param>
/// <param name="FileBytes">Size of its files in bytes, or null when unknown.</param>
public sealed record KnownModel(ModelArchitecture Architecture, Quantization? Quantization, long? FileBytes);
