using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Logs;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>All that it takes to start one instance of a resource.</summary>
internal sealed record InstanceStart(
    IResource Resource,
    string InstanceName,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> Arguments,
    InstanceLog Log);
