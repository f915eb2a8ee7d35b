namespace LocalAi.Web.Tests;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of LocalAi.sln.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "LocalAi.sln"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new InvalidOperationException("LocalAi.sln is in no parent folder of the tests."));
}
