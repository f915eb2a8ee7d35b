namespace LocalAi.Hardware.Architecture;

/// <summary>Layers that attend only to the last <see cref="Tokens"/> tokens; every <see cref="Every"/>th layer attends to all (6 in Gemma 3, 2 in Gemma 2 and gpt-oss).</summary>
public sealed record SlidingWindow(int Tokens, int Every);
