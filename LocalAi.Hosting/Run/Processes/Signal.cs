namespace LocalAi.Hosting.Run.Processes;

/// <summary>The POSIX signals that stop a process; the numbers are the same on Linux and macOS.</summary>
internal enum Signal
{
    /// <summary>Sends nothing: asks whether the process exists.</summary>
    None = 0,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}
