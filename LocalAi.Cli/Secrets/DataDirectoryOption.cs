using System.CommandLine;

namespace LocalAi.Cli.Secrets;

/// <summary><c>--data-directory DIR</c>: as the stack itself has it, from the environment or <c>~/.localai</c>, unless it is given.</summary>
internal static class DataDirectoryOption
{
    public static Option<string> Create(CliContext context) => new("--data-directory")
    {
        Description = "The stack's data directory (default: LocalAi__DataDirectory, else ~/.localai)",
        HelpName = "DIR",
        DefaultValueFactory = _ => context.Doctor.Setting("LocalAi__DataDirectory") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".localai"),
    };
}
