namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Names of properties in the snapshots that dashboards show; those of Aspire's where it has one.</summary>
internal static class ResourceProperties
{
    /// <summary>Why a resource is in its state: what failed and what would help.</summary>
    public const string Reason = "localai.reason";

    /// <summary>How often the host has restarted the instance since it was last started by a user.</summary>
    public const string Restarts = "localai.restarts";

    /// <summary>Names of the environment variables whose values hold secrets, comma-separated.</summary>
    public const string SecretVariables = "localai.secret-variables";

    public const string ProcessId = "executable.pid";

    public const string ProgramPath = "executable.path";

    public const string WorkingDirectory = "executable.workDir";

    public const string ProjectPath = "project.path";

    public const string Arguments = "executable.args";

    public const string ExitCode = "resource.exitCode";

    public const string ParentName = "resource.parentName";

    public const string ConnectionString = "resource.connectionString";

    public const string Value = "Value";
}
