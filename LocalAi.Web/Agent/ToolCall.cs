namespace LocalAi.Web.Agent;

/// <summary>A tool that the model called; <paramref name="Arguments"/> is JSON text, <paramref name="ResultPreview"/> the beginning of the result.</summary>
public sealed record ToolCall(string Id, string Name, string? Arguments, ToolCallStatus Status, double? DurationSeconds, string? ResultPreview);
