using System.Reflection;

namespace LocalAi.Cli;

/// <summary>The version of LocalAi that this program belongs to.</summary>
internal static class ProgramVersion
{
    /// <summary>Major, minor and patch.</summary>
    public static Version Number { get; } = Version.Parse(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version);
}
