using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>A loaded model; sizes in bytes, context in tokens, and how many requests run or wait.</summary>
internal sealed record RunningModel(
    SimulatedModel Model, DateTimeOffset ExpiresAt, long SizeBytes, long VramBytes, int ContextLength, int Requests);
