namespace LocalAi.Hardware.Architecture;

/// <summary>Metadata that does not describe a model that can be estimated. The message names the key and what it should be.</summary>
public sealed class ModelMetadataException(string message) : Exception(message);
