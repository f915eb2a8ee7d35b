using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// The signal that stops a program in an orderly way and soon. Postgres takes SIGTERM as "when the last client has left", which
/// may be never; SIGINT is its fast shutdown.
/// </summary>
internal static class StopSignals
{
    public static Signal For(string command, IEnumerable<string> arguments) =>
        // The server may be behind a program that changes the user: setpriv … /usr/lib/postgresql/17/bin/postgres -D ….
        arguments.Prepend(command).Any(argument => Path.GetFileName(argument) is "postgres" or "postmaster") ? Signal.Interrupt : Signal.Terminate;
}
