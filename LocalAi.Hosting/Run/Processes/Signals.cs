using System.Runtime.InteropServices;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>Sends signals; .NET itself can only receive them.</summary>
internal static class Signals
{
    /// <summary>Signals one process. False when it is gone or not ours.</summary>
    public static bool Send(int processId, Signal signal) => processId > 1 && Kill(processId, (int)signal) == 0;

    /// <summary>Signals every process of the group that <paramref name="leaderId"/> leads. False when the group is empty.</summary>
    public static bool SendGroup(int leaderId, Signal signal) => leaderId > 1 && Kill(-leaderId, (int)signal) == 0;

    /// <summary>As <see cref="SendGroup"/>; nothing on Windows, which knows neither groups nor signals.</summary>
    public static void SendGroupUnlessWindows(int leaderId, Signal signal)
    {
        if (!OperatingSystem.IsWindows())
        {
            SendGroup(leaderId, signal);
        }
    }

    /// <summary>The name that the shell's kill takes.</summary>
    public static string Name(Signal signal) => signal switch
    {
        Signal.Interrupt => "INT",
        Signal.Quit => "QUIT",
        Signal.Kill => "KILL",
        _ => "TERM",
    };

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
