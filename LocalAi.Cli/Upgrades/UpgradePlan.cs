using System.Globalization;
using System.Text.RegularExpressions;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Upgrades;

/// <summary>What an upgrade will do, found out before anything is changed.</summary>
/// <param name="Changes">The services whose image changes.</param>
/// <param name="NewPostgres">The major version of the new database server; null where there is none.</param>
internal sealed partial record UpgradePlan(IReadOnlyList<ImageChange> Changes, int? NewPostgres)
{
    /// <summary>Compares the two descriptions, after having the new images.</summary>
    public static async Task<UpgradePlan> MakeAsync(ComposeProject project, ComposeDescription from, ComposeDescription to, CancellationToken cancellationToken)
    {
        foreach (var image in to.Services.Select(service => service.Image).Distinct())
        {
            await EnsureImageAsync(project, image, cancellationToken);
        }

        var names = from.Services.Concat(to.Services).Select(service => service.Name).Distinct().Order(StringComparer.Ordinal);
        var changes = names.Select(name => new ImageChange(name, Image(from, name), Image(to, name))).Where(change => change.From != change.To);
        return new([.. changes], to.Database is { } database ? await PostgresVersionAsync(project, database.Image, cancellationToken) : null);
    }

    private static string? Image(ComposeDescription description, string service) => description.Services.FirstOrDefault(known => known.Name == service)?.Image;

    private static async Task EnsureImageAsync(ComposeProject project, string image, CancellationToken cancellationToken)
    {
        try
        {
            await project.DockerAsync(["image", "inspect", "--format", "{{.Id}}", image], cancellationToken);
        }
        catch (CommandFailedException)
        {
            try
            {
                await project.DockerAsync(["pull", "--quiet", image], cancellationToken);
            }
            catch (CommandFailedException error)
            {
                throw new CommandFailedException($"The new image {image} cannot be had; nothing was changed. Check the network, or bring it with localai load. {error.Message}", error);
            }
        }
    }

    private static async Task<int> PostgresVersionAsync(ComposeProject project, string image, CancellationToken cancellationToken)
    {
        var said = await project.DockerAsync(["run", "--rm", "--network", "none", "--entrypoint", "postgres", image, "--version"], cancellationToken);
        return Number().Match(said) is { Success: true } number
            ? int.Parse(number.Value, CultureInfo.InvariantCulture)
            : throw new CommandFailedException($"The image {image} does not say which Postgres it has: {said}");
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
