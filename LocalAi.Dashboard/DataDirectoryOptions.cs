namespace LocalAi.Dashboard;

/// <summary>Where LocalAi keeps its state; the dashboard's is in <c>dashboard/</c> below.</summary>
internal sealed class DataDirectoryOptions
{
    public const string SectionName = "LocalAi";

    /// <summary><c>LocalAi:DataDirectory</c>; where absent, <c>.localai</c> in the home directory.</summary>
    public string DataDirectory { get; set; } = string.Empty;

    public string DashboardDirectory => Path.Combine(
        DataDirectory.Length > 0 ? DataDirectory : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".localai"),
        "dashboard");

    /// <summary>Creates the dashboard's directory for this user only, and returns it.</summary>
    public string CreateDashboardDirectory()
    {
        var directory = DashboardDirectory;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return directory;
    }
}
