namespace LocalAi.AgentApi.Privacy;

/// <summary>A connection would have left this machine's network.</summary>
internal sealed class NotLocalException(string host) : Exception($"'{host}' is not on this machine or its network.");
