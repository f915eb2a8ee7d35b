namespace LocalAi.AppHost.Sources;

/// <summary>Finds programs that are installed on this machine.</summary>
internal static class NativePrograms
{
    /// <summary>
    /// The first folder that holds all the programs: the folders of PATH, then those where Debian keeps Postgres' servers (which it
    /// leaves out of PATH), newest version first.
    /// </summary>
    public static string? FindFolder(IReadOnlyList<string> programs)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(DebianPostgresFolders()).FirstOrDefault(folder => programs.All(program => File.Exists(Path.Combine(folder, Executable(program)))));
    }

    /// <summary>The program's file name on this operating system.</summary>
    public static string Executable(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    private static IEnumerable<string> DebianPostgresFolders()
    {
        const string root = "/usr/lib/postgresql";
        return Directory.Exists(root)
            ? Directory.GetDirectories(root)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
    }
}
