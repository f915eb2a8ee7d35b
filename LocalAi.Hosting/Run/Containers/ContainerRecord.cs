using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>
/// The names of the resources that may have a container from an earlier run on this data directory: a start sees from it whether there
/// is anything to clean up, without asking the engine.
/// </summary>
internal sealed class ContainerRecord(HostSession session)
{
    private readonly Lock _gate = new();

    public IReadOnlyList<string> Names => File.Exists(RecordFile) ? File.ReadAllLines(RecordFile) : [];

    private string RecordFile => Path.Combine(session.Folders.Host, "containers");

    /// <summary>To be called before the container is made.</summary>
    public void Add(string name)
    {
        lock (_gate)
        {
            if (!Names.Contains(name))
            {
                File.AppendAllLines(RecordFile, [name]);
            }
        }
    }

    /// <summary>Only these may still have one.</summary>
    public void Keep(IReadOnlyCollection<string> names)
    {
        lock (_gate)
        {
            if (names.Count == 0)
            {
                File.Delete(RecordFile);
            }
            else
            {
                File.WriteAllLines(RecordFile, names);
            }
        }
    }
}
