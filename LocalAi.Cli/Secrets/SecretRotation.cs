using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Secrets;

/// <summary>Gives a secret of a running deployment a new value everywhere it is known.</summary>
internal static class SecretRotation
{
    private const string DatabaseSuffix = "_DB_PASSWORD";

    /// <returns>The variables that have a new value.</returns>
    public static async Task<IReadOnlyList<string>> RotateAsync(ComposeProject project, string name, CancellationToken cancellationToken)
    {
        var file = EnvironmentFile.Read(project.Deployment.EnvironmentFile);
        if (!file.Names.Contains(name) || SecretRule.Of(name) is not { } rule)
        {
            throw new CommandFailedException($"{name} is no secret of this deployment. Its secrets are: {string.Join(", ", file.Names.Where(known => SecretRule.Of(known) is not null))}.");
        }

        if (rule.Source is { } source)
        {
            throw new CommandFailedException($"{name} is made of {source}: rotate that one.");
        }

        if (name == "N8N_ENCRYPTION_KEY")
        {
            throw new CommandFailedException("N8N_ENCRYPTION_KEY unlocks the credentials stored in n8n: with a new value they are lost. docs/operations.md says how to move them to a new key.");
        }

        await project.EnsureEngineAsync(cancellationToken);
        var old = EnvironmentFile.Read(project.Deployment.EnvironmentFile);
        var renewed = DeploymentSecrets.Renew(file, name);
        var role = name == "POSTGRES_PASSWORD" ? "postgres" : name.EndsWith(DatabaseSuffix, StringComparison.Ordinal) ? name[..^DatabaseSuffix.Length].ToLowerInvariant() : null;
        // The file first, since the database cannot be asked to go back: the container knows the administrator's old password only.
        file.Save();
        if (role is not null)
        {
            try
            {
                await new DeploymentDatabase(project).SetPasswordAsync(role, file.Get(name)!, cancellationToken);
            }
            catch (Exception error) when (error is CommandFailedException or OperationCanceledException)
            {
                old.Save();
                throw;
            }
        }

        await project.UpAsync([], cancellationToken);
        return renewed;
    }
}
