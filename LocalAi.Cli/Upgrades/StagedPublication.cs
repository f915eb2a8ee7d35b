using LocalAi.Cli.Deployments;
using LocalAi.Cli.Secrets;

namespace LocalAi.Cli.Upgrades;

/// <summary>A new publication, prepared inside the deployment that it is for: with the deployment's own secrets and settings.</summary>
internal static class StagedPublication
{
    /// <summary>Copies <paramref name="published"/> to the side and gives it the deployment's values.</summary>
    /// <returns>The prepared folder and the secrets that are new.</returns>
    public static (Deployment Staged, IReadOnlyList<string> NewSecrets) Prepare(Deployment deployment, Deployment published)
    {
        var staged = Deployment.At(Path.Combine(deployment.StateFolder, "next"));
        if (Directory.Exists(staged.Folder))
        {
            Directory.Delete(staged.Folder, recursive: true);
        }

        Copy(published.Folder, staged.Folder);
        var next = EnvironmentFile.Read(staged.EnvironmentFile);
        var old = EnvironmentFile.Read(deployment.EnvironmentFile);
        foreach (var name in old.Names.Where(name => !string.IsNullOrEmpty(old.Get(name))))
        {
            // A secret unlocks what is there and stays; a setting is the new publication's where it has a value.
            if (SecretRule.Of(name) is not null || string.IsNullOrEmpty(next.Get(name)))
            {
                next.Set(name, old.Get(name)!);
            }
        }

        var added = DeploymentSecrets.Fill(next);
        next.Save();
        return (staged, added);
    }

    /// <summary>Puts the prepared files over those of the deployment; what whoever runs it has added there stays.</summary>
    public static void PutInPlace(Deployment staged, Deployment deployment) => Copy(staged.Folder, deployment.Folder);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.Name != Deployment.StateFolderName))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo directory)
            {
                Copy(directory.FullName, target);
            }
            else
            {
                // Keeps the mode: .env is its owner's only.
                File.Copy(entry.FullName, target, overwrite: true);
            }
        }
    }
}
