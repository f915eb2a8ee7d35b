namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>Documents that belong together and are searched together.</summary>
/// <param name="DocumentCount">All of them, those not ready yet among them.</param>
/// <param name="SizeBytes">Their files together.</param>
/// <param name="Keys">Ids of the API keys that may search it; null for every key. Keys of scope <c>manage</c> always may.</param>
internal sealed record Collection(Guid Id, string Name, DateTimeOffset CreatedAt, int DocumentCount, long SizeBytes, IReadOnlyList<Guid>? Keys);
