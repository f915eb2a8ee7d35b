using System.Diagnostics;
using System.Globalization;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// A process that cannot be mistaken for a later one with the same id: its id and when it started. On Linux the start is in
/// clock ticks since boot, exact and unaffected by changes of the clock; elsewhere in UTC ticks.
/// </summary>
internal readonly record struct ProcessIdentity(int ProcessId, long Start)
{
    /// <summary>The process that has this id now, or null when none has.</summary>
    public static ProcessIdentity? Of(int processId)
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcStat.Read(processId) is { State: not 'Z' } stat ? new(processId, stat.Start) : null;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return new(processId, process.StartTime.ToUniversalTime().Ticks);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Whether this very process still runs; a zombie does not.</summary>
    public bool IsRunning => Of(ProcessId) == this;

    /// <summary>Tells boots apart, since ticks since boot repeat after one. Empty where the system has no such id.</summary>
    public static string BootId { get; } =
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}@{Start}");
}
