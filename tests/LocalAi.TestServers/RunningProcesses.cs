using System.Globalization;

namespace LocalAi.TestServers;

/// <summary>Processes below another, read from /proc. A process is its id and its start time: ids are used again.</summary>
public static class RunningProcesses
{
    /// <summary>Children, their children and so on.</summary>
    public static IReadOnlyList<(int Id, long Start)> Descendants(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture)))
            .OfType<(int Id, int Parent, long Start, char State)>()
            .ToList();
        var found = new List<(int Id, long Start)>();
        var next = new Queue<int>([root]);
        while (next.TryDequeue(out var parent))
        {
            foreach (var child in all.Where(process => process.Parent == parent))
            {
                found.Add((child.Id, child.Start));
                next.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Whether this very process still runs; one that has ended and waits for its parent does not.</summary>
    public static bool IsAlive((int Id, long Start) process) =>
        Read(process.Id) is { State: not 'Z' } now && now.Start == process.Start;

    /// <summary>Id and command line, for messages.</summary>
    public static string Describe((int Id, long Start) process) => $"{process.Id} {string.Join(' ', Arguments(process))}";

    /// <summary>The command line: the program, then its arguments; empty when the process has ended.</summary>
    public static string[] Arguments((int Id, long Start) process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").TrimEnd('\0').Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static (int Id, int Parent, long Start, char State)? Read(int id)
    {
        try
        {
            // pid (name) state ppid … starttime is field 22; the name may hold spaces and parentheses.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (id, int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture), fields[0][0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
