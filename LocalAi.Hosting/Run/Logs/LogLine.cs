namespace LocalAi.Hosting.Run.Logs;

/// <summary>A line that a resource printed, or that the host has to say about it. Numbers count up from 1 per resource.</summary>
internal readonly record struct LogLine(int Number, string Text, bool IsError);
