namespace LocalAi.Dashboard.Models;

/// <summary>A model in a server's memory, as its gauges tell it. Sizes in bytes; null where the server does not say.</summary>
/// <param name="VramShare">0 to 1: how much of it is on the GPU.</param>
/// <param name="ContextLength">Tokens.</param>
/// <param name="ExpiresInSeconds">Until the server unloads it; negative where it stays.</param>
public sealed record LoadedModel(string Model, string Server, double? SizeBytes, double? VramBytes, double? ContextLength, double? ExpiresInSeconds)
{
    public double? VramShare => SizeBytes > 0 && VramBytes is { } vram ? Math.Clamp(vram / SizeBytes.Value, 0, 1) : null;
}
