using System.ComponentModel;
using System.Diagnostics;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// Starts programs as leaders of a session and process group of their own (Ctrl+C in the terminal reaches the host alone, which
/// then stops them in order), known to the watchdog and to the list of processes before anybody else knows of them.
/// </summary>
internal sealed class ProcessLauncher(Watchdog watchdog, ProcessList list)
{
    /// <summary>Every child carries the host's mark under this name, so that it is found whatever became of its parents.</summary>
    public const string MarkVariable = "LOCALAI_HOST_RUN";

    // What `dotnet run` or a launch profile set for the host is not meant for its children.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_LAUNCH_PROFILE", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private static readonly string? SetSid = OperatingSystem.IsWindows() ? null : ProgramPath.Find("setsid");

    /// <summary>Starts a program. Its output goes line by line to <paramref name="onLine"/> (text, whether from standard error).</summary>
    /// <exception cref="ResourceStartException">The program is not there or cannot be executed.</exception>
    public ChildProcess Start(ProcessSpec spec, Action<string, bool> onLine)
    {
        var start = InOwnSession(ProgramPath.Resolve(spec), spec.Arguments);
        start.WorkingDirectory = spec.WorkingDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var name in NotInherited)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[MarkVariable] = list.Mark;
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new ResourceStartException($"'{spec.Program}' did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new ResourceStartException($"'{spec.Program}' could not be started: {exception.Message}", exception);
        }

        watchdog.Guard(process.Id, spec.StopSignal);
        var child = new ChildProcess(process, spec.StopSignal, onLine);
        list.Add(spec.Resource, child.Identity, spec.StopSignal);
        child.Forget = () =>
        {
            watchdog.Release(child.ProcessId);
            list.Remove(child.Identity);
        };
        child.Begin();
        return child;
    }

    /// <summary>How to start a program as the leader of a new session. The process id stays that of the program.</summary>
    public static ProcessStartInfo InOwnSession(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo { UseShellExecute = false };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = program;
        }
        else if (SetSid is not null)
        {
            start.FileName = SetSid;
            start.ArgumentList.Add(program);
        }
        else
        {
            // macOS has no setsid program but always a perl.
            start.FileName = "/usr/bin/perl";
            start.ArgumentList.Add("-e");
            start.ArgumentList.Add("use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127;");
            start.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
