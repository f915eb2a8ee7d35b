namespace LocalAi.Hardware.Detection;

/// <summary>What a program printed, or why there is nothing.</summary>
/// <param name="Output">Standard output; null when the program is missing, failed or took too long.</param>
/// <param name="Failure">A sentence about the failure; null when there was none.</param>
public sealed record CommandResult(string? Output, string? Failure);
