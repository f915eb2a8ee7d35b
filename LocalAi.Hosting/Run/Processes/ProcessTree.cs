using System.Globalization;
using System.Text;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// What a started program has started in turn. The process group is not enough: Postgres' backends each lead a session of
/// their own. Empty where there is no /proc; the group is all there is then.
/// </summary>
internal static class ProcessTree
{
    /// <summary>All descendants of a process and the members of the group it leads, without the process itself.</summary>
    public static IReadOnlyList<ProcessIdentity> Below(int processId)
    {
        var all = ProcStat.All().Where(stat => stat.State != 'Z').ToList();
        var children = all.ToLookup(stat => stat.ParentId);
        var found = all.Where(stat => stat.GroupId == processId).Select(stat => stat.ProcessId).ToHashSet();
        var open = new Stack<int>(found.Append(processId));
        while (open.TryPop(out var parent))
        {
            foreach (var child in children[parent].Where(child => found.Add(child.ProcessId)))
            {
                open.Push(child.ProcessId);
            }
        }

        found.Remove(processId);
        return [.. all.Where(stat => found.Contains(stat.ProcessId)).Select(stat => new ProcessIdentity(stat.ProcessId, stat.Start))];
    }

    /// <summary>The processes whose environment holds the entry <c>name=value</c>, as far as this user may look.</summary>
    public static IReadOnlyList<ProcessIdentity> WithEnvironment(string name, string value)
    {
        var entry = Encoding.UTF8.GetBytes($"{name}={value}\0");
        return [.. ProcStat.All().Where(stat => stat.State != 'Z' && Contains(stat.ProcessId, entry)).Select(stat => new ProcessIdentity(stat.ProcessId, stat.Start))];
    }

    private static bool Contains(int processId, byte[] entry)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/environ")).AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
