using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Secrets;

/// <summary>The secrets of a deployment's <c>.env</c>.</summary>
internal static class DeploymentSecrets
{
    /// <summary>Fills the blank secrets and keeps those that are set.</summary>
    /// <returns>The names of those that were filled.</returns>
    public static IReadOnlyList<string> Fill(EnvironmentFile file)
    {
        var filled = new List<string>();
        // What others are made of comes first.
        foreach (var rule in file.Names.Select(SecretRule.Of).OfType<SecretRule>().OrderBy(rule => rule.Source is not null).ToList())
        {
            if (string.IsNullOrEmpty(file.Get(rule.Name)))
            {
                Make(file, rule, filled);
            }
        }

        return filled;
    }

    /// <summary>Variables that are blank and no secret: whoever deploys sets them.</summary>
    public static IReadOnlyList<string> Blank(EnvironmentFile file) => [.. file.Names.Where(name => string.IsNullOrEmpty(file.Get(name)) && SecretRule.Of(name) is null)];

    /// <summary>Gives a secret a new value, and those that are made of it.</summary>
    public static IReadOnlyList<string> Renew(EnvironmentFile file, string name)
    {
        var renewed = new List<string>();
        Make(file, SecretRule.Of(name)!, renewed);
        foreach (var dependent in file.Names.Select(SecretRule.Of).OfType<SecretRule>().Where(rule => rule.Source == name).ToList())
        {
            Make(file, dependent, renewed);
        }

        return renewed;
    }

    private static void Make(EnvironmentFile file, SecretRule rule, List<string> made)
    {
        if (rule.Source is { } source && string.IsNullOrEmpty(file.Get(source)))
        {
            Make(file, SecretRule.Of(source)!, made);
        }

        file.Set(rule.Name, rule.Make(rule.Source is null ? "" : file.Get(rule.Source)!));
        made.Add(rule.Name);
    }
}
