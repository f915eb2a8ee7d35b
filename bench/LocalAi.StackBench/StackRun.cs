namespace LocalAi.StackBench;

/// <summary>One start of the stack.</summary>
/// <param name="HealthyAfter">From the start of <c>dotnet run --no-build</c> to the first 200 of each service's health address, and to the host's word that all are healthy.</param>
/// <param name="RssBytes">Resident memory by process, 10 s after all were healthy.</param>
internal sealed record StackRun(IReadOnlyDictionary<string, TimeSpan> HealthyAfter, IReadOnlyDictionary<string, long> RssBytes);
