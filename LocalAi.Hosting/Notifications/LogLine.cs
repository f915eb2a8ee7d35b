namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of a resource's console, numbered from 1, and whether it came from standard error.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
