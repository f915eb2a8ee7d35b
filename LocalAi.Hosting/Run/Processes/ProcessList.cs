using System.Text.Json;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// The processes that this host started, on disk, so that the next start can end what a killed host left behind. Written as a
/// whole at each change; an entry counts only for the very process that it was written for.
/// </summary>
internal sealed class ProcessList
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<IOException> _onWriteFailed;
    private readonly List<Entry> _entries = [];

    private ProcessList(string path, string mark, Action<IOException> onWriteFailed)
    {
        _path = path;
        Mark = mark;
        _onWriteFailed = onWriteFailed;
    }

    /// <summary>Unique to this run of the host; each child carries it in its environment.</summary>
    public string Mark { get; }

    /// <summary>Starts an empty list in the folder. A list that is still there must have been cleaned up before.</summary>
    public static ProcessList Create(string folder, Action<IOException> onWriteFailed)
    {
        var list = new ProcessList(FilePath(folder), Guid.NewGuid().ToString("N"), onWriteFailed);
        list.Write();
        return list;
    }

    public void Add(string resource, ProcessIdentity process, Signal stopSignal)
    {
        lock (_gate)
        {
            _entries.Add(new Entry(resource, process.ProcessId, process.Start, stopSignal));
            Write();
        }
    }

    public void Remove(ProcessIdentity process)
    {
        lock (_gate)
        {
            _entries.RemoveAll(entry => entry.Identity == process);
            Write();
        }
    }

    /// <summary>Nothing runs any more.</summary>
    public void Delete() => File.Delete(_path);

    /// <summary>
    /// Ends what a former host left running and returns the names of its resources. Only for the holder of the instance lock:
    /// what is in the list belongs to nobody then.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CleanUpAsync(string folder, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (Read(FilePath(folder)) is not { } former || former.BootId != ProcessIdentity.BootId)
        {
            return [];
        }

        var left = former.Processes.Where(entry => entry.Identity.IsRunning).ToList();
        var below = left.SelectMany(entry => ProcessTree.Below(entry.ProcessId))
            .Concat(ProcessTree.WithEnvironment(ProcessLauncher.MarkVariable, former.Mark))
            .Except(left.Select(entry => entry.Identity))
            .ToList();
        foreach (var entry in left)
        {
            Signals.SendGroup(entry.ProcessId, entry.StopSignal);
        }

        await WaitUntilGoneAsync([.. left.Select(entry => entry.Identity)], grace, cancellationToken);
        foreach (var process in left.Select(entry => entry.Identity).Concat(below).Where(process => process.IsRunning))
        {
            Signals.Send(process.ProcessId, Signal.Kill);
        }

        await WaitUntilGoneAsync([.. left.Select(entry => entry.Identity), .. below], TimeSpan.FromSeconds(2), cancellationToken);
        return [.. left.Select(entry => entry.Resource).Distinct()];
    }

    private static async Task WaitUntilGoneAsync(IReadOnlyList<ProcessIdentity> processes, TimeSpan limit, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + limit;
        while (processes.Any(process => process.IsRunning) && DateTime.UtcNow < until)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private static string FilePath(string folder) => Path.Combine(folder, "processes.json");

    private static Document? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // No list: nothing was started, or the disk was full when it was. The watchdog has done its part already.
            return null;
        }
    }

    private void Write()
    {
        try
        {
            var temporary = _path + ".new";
            File.WriteAllText(temporary, JsonSerializer.Serialize(new Document(ProcessIdentity.BootId, Mark, _entries)));
            File.Move(temporary, _path, overwrite: true);
        }
        catch (IOException exception)
        {
            _onWriteFailed(exception);
        }
    }

    private sealed record Document(string BootId, string Mark, IReadOnlyList<Entry> Processes);

    private sealed record Entry(string Resource, int ProcessId, long Start, Signal StopSignal)
    {
        internal ProcessIdentity Identity => new(ProcessId, Start);
    }
}
