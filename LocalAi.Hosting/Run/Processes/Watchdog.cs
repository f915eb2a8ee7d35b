using System.Diagnostics;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// Ends the started processes when the host dies without stopping them (kill -9, out of memory). A shell reads the list of
/// process groups from a pipe that only the host holds open: when the pipe closes, the host is gone. See ADR 0002.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // Every step works with dash, bash and busybox. The groups get their stop signal at once and are killed 2.5 s later; their
    // descendants outside the group are remembered before, with their start times, because a dead parent no longer leads to them.
    // The last word is the environment mark: whatever still carries it belonged to this host.
    private const string Script = """
        trap '' INT TERM HUP QUIT PIPE
        exec >/dev/null 2>&1
        mark=$1
        live=
        while read -r operation pid signal; do
          case $operation in
            +) live="$live $pid:$signal" ;;
            -) rest=
               for entry in $live; do [ "${entry%%:*}" = "$pid" ] || rest="$rest $entry"; done
               live=$rest ;;
            .) exit 0 ;;
          esac
        done
        children() { cat "/proc/$1/task/"*/children 2>/dev/null || pgrep -P "$1" 2>/dev/null; }
        started() { [ -r "/proc/$1/stat" ] || return 0; read -r line 2>/dev/null <"/proc/$1/stat" || return 0; set -- ${line##*) }; echo "${20}"; }
        below() { for child in $(children "$1"); do echo "$child:$(started "$child")"; below "$child"; done; }
        marked() { grep -l "LOCALAI_HOST_RUN=$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; }
        tree=
        for entry in $live; do tree="$tree $(below "${entry%%:*}")"; done
        for entry in $live; do kill -s "${entry#*:}" -- "-${entry%%:*}" 2>/dev/null; done
        for pid in $(marked); do [ "$pid" = $$ ] || kill -s TERM "$pid" 2>/dev/null; done
        turn=0
        while [ $turn -lt 25 ]; do
          any=
          for entry in $live; do kill -0 -- "-${entry%%:*}" 2>/dev/null && any=1; done
          [ -n "$any" ] || break
          sleep 0.1
          turn=$((turn + 1))
        done
        for entry in $live; do tree="$tree $(below "${entry%%:*}")"; kill -s KILL -- "-${entry%%:*}" 2>/dev/null; done
        for entry in $tree; do [ "$(started "${entry%%:*}")" = "${entry#*:}" ] && kill -s KILL "${entry%%:*}" 2>/dev/null; done
        for pid in $(marked); do [ "$pid" = $$ ] || kill -s KILL "$pid" 2>/dev/null; done
        """;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Signal> _groups = [];
    private readonly string _mark;
    private Process? _shell;
    private bool _ended;

    private Watchdog(string mark) => _mark = mark;

    /// <summary>The watchdog's process id; null where there is none (Windows).</summary>
    public int? ProcessId => _shell?.Id;

    /// <summary>Starts the watchdog. <paramref name="mark"/> is what every child carries in <see cref="ProcessLauncher.MarkVariable"/>.</summary>
    public static Watchdog Start(string mark)
    {
        var watchdog = new Watchdog(mark);
        if (!OperatingSystem.IsWindows())
        {
            watchdog.StartShell();
        }

        return watchdog;
    }

    /// <summary>From now on the group that this process leads dies with the host.</summary>
    public void Guard(int leaderId, Signal stopSignal)
    {
        lock (_gate)
        {
            _groups[leaderId] = stopSignal;
            Tell($"+ {leaderId} {Signals.Name(stopSignal)}");
        }
    }

    /// <summary>The group is gone.</summary>
    public void Release(int leaderId)
    {
        lock (_gate)
        {
            if (_groups.Remove(leaderId))
            {
                Tell($"- {leaderId}");
            }
        }
    }

    /// <summary>Ends the watchdog. Groups that it still guards die with it: whoever disposes it is about to end.</summary>
    public void Dispose()
    {
        Process? shell;
        lock (_gate)
        {
            _ended = true;
            if (_groups.Count == 0)
            {
                Tell(".");
            }

            shell = _shell;
            _shell = null;
        }

        // Outside the lock: a process raises Exited under a lock of its own, which disposing it takes, and StartAgain takes this one.
        shell?.StandardInput.Close();
        shell?.Dispose();
    }

    private void StartShell()
    {
        var start = ProcessLauncher.InOwnSession("/bin/sh", ["-c", Script, "localai-watchdog", _mark]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = "/";
        var shell = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        shell.EnableRaisingEvents = true;
        shell.Exited += (_, _) => StartAgain(shell);
        _shell = shell;
    }

    // Something killed the watchdog: the host is alive and gives the next one everything it has to know.
    private void StartAgain(Process ended)
    {
        lock (_gate)
        {
            if (_ended || !ReferenceEquals(_shell, ended))
            {
                return;
            }

            StartShell();
            foreach (var (leaderId, signal) in _groups)
            {
                Tell($"+ {leaderId} {Signals.Name(signal)}");
            }
        }
    }

    private void Tell(string line)
    {
        try
        {
            _shell?.StandardInput.Write(line + "\n");
            _shell?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has just been killed; StartAgain tells its successor the whole list.
        }
    }
}
