using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramPath
{
    private static readonly string[] WindowsSuffixes = ["", ".exe", ".cmd", ".bat"];

    /// <summary>The full path of a program on a search path; null when it is not there or may not be executed.</summary>
    public static string? Find(string program, string? searchPath = null) =>
        (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Executable(Path.Combine(folder, program)))
            .FirstOrDefault(path => path is not null);

    /// <summary>The full path of the program that a resource names.</summary>
    /// <exception cref="ResourceStartException">There is no such program, or the working directory does not exist.</exception>
    public static string Resolve(ProcessSpec spec)
    {
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new ResourceStartException($"The working directory '{spec.WorkingDirectory}' does not exist.");
        }

        if (spec.Program.Contains('/') || spec.Program.Contains(Path.DirectorySeparatorChar))
        {
            var path = Path.GetFullPath(spec.Program, spec.WorkingDirectory);
            return Executable(path) ?? throw new ResourceStartException(
                File.Exists(path) ? $"The program '{path}' is not executable." : $"The program '{path}' does not exist.");
        }

        return Find(spec.Program, spec.Environment.GetValueOrDefault("PATH"))
            ?? throw new ResourceStartException($"The program '{spec.Program}' was not found on PATH. Install it, or name it by its full path.");
    }

    private static string? Executable(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsSuffixes.Select(suffix => path + suffix).FirstOrDefault(File.Exists);
        }

        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0 ? path : null;
    }
}
