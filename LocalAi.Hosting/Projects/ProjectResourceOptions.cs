namespace Aspire.Hosting;

/// <summary>How a project is declared.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile; the first that runs the project by default.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether no launch profile is used.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether endpoints in the project's own settings are left out.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
