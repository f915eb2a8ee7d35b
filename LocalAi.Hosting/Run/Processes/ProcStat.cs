using System.Globalization;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>The fields of Linux' <c>/proc/PID/stat</c> (proc_pid_stat(5)) that the host needs.</summary>
internal readonly record struct ProcStat(int ProcessId, char State, int ParentId, int GroupId, long Start)
{
    /// <summary>Reads one process; null when it is gone.</summary>
    public static ProcStat? Read(int processId)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The second field is the program's name in brackets and may itself contain brackets and blanks.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new(processId, fields[0][0], Number(fields[1]), Number(fields[2]), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Every process of the machine; empty where there is no /proc.</summary>
    public static IEnumerable<ProcStat> All()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && Read(processId) is { } stat)
            {
                yield return stat;
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
