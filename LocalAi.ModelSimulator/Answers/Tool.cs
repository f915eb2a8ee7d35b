using System.Text.Json;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>A tool that a request offers; <see cref="Parameters"/> is a JSON schema of type object, or undefined.</summary>
internal sealed record Tool(string Name, string Description, JsonElement Parameters);
