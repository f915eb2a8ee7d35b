using System.CommandLine;

namespace LocalAi.Cli.Secrets;

/// <summary><c>--data-directory DIR</c>: as the stack itself has it, from the environment or <c>~/.localai</c>, unless it is given.</summary>
internal static class DataDirectoryOption
{
    public static Option<string> Create(CliContext context) => new("--data-directory")
    {
        Description = "The data directory of a local stack (default: LocalAi__DataDirectory, or ~/.localai)",
        HelpName = "DIR",
        DefaultValueFactory = _ => Default(context.Doctor.Setting),
    };

    /// <summary>The data directory where none is named.</summary>
    /// <param name="setting">Reads an environment variable.</param>
    public static string Default(Func<string, string?> setting)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var set = setting("LocalAi__DataDirectory") is { Length: > 0 } value ? value : "~/.localai";
        return set.StartsWith("~/", StringComparison.Ordinal) ? home + set[1..] : set;
    }
}
