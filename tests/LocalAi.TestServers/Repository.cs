namespace LocalAi.TestServers;

/// <summary>Where the tests find the project's own files and built programs.</summary>
public static class Repository
{
    /// <summary>The folder of <c>LocalAi.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration that the tests were built in: <c>debug</c> or <c>release</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>The built assembly of one of the solution's projects, in the configuration that the tests were built in.</summary>
    public static string Assembly(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, Configuration, project + ".dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalAi.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No LocalAi.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
