namespace LocalAi.Cli.Deployments;

/// <summary>A folder that the app host has published into: <c>docker-compose.yaml</c>, <c>.env</c> and what they name.</summary>
internal sealed class Deployment
{
    public const string ComposeFileName = "docker-compose.yaml";
    public const string EnvironmentFileName = ".env";

    /// <summary>What these commands keep beside the published files: locks, the files before an upgrade.</summary>
    public const string StateFolderName = ".localai";

    private Deployment(string folder) => Folder = folder;

    /// <summary>Absolute path.</summary>
    public string Folder { get; }

    public string ComposeFile => Path.Combine(Folder, ComposeFileName);

    public string EnvironmentFile => Path.Combine(Folder, EnvironmentFileName);

    public string StateFolder => Path.Combine(Folder, StateFolderName);

    /// <summary>The published folder.</summary>
    /// <exception cref="CommandFailedException">There is no published stack in it.</exception>
    public static Deployment Open(string folder)
    {
        var deployment = At(folder);
        return File.Exists(deployment.ComposeFile)
            ? deployment
            : throw new CommandFailedException(
                $"{deployment.Folder} is no deployment: it has no {ComposeFileName}. Name the published folder, or publish into this one: "
                + $"dotnet run --project LocalAi.AppHost -- --operation publish --step publish --output-path {deployment.Folder}");
    }

    /// <summary>A folder that need not be a deployment yet.</summary>
    public static Deployment At(string folder) => new(Path.GetFullPath(folder));
}
