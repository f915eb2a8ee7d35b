namespace LocalAi.BrowserTests;

/// <summary>The build output that the tests belong to: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
internal static class Artifacts
{
    private static readonly DirectoryInfo Own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The artifacts folder.</summary>
    public static string Root { get; } = Own.Parent!.Parent!.Parent!.FullName;

    /// <summary>The assembly of a project, built in the same configuration as the tests.</summary>
    public static string Assembly(string project) => Path.Combine(Root, "bin", project, Own.Name, project + ".dll");
}
