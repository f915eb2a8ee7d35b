using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.AppHost.Supabase;

/// <summary>Adds Supabase in the place of Postgres: its database, its services, and the gateway in front of them.</summary>
internal static partial class SupabaseBuilderExtensions
{
    private const string InitFolder = "/docker-entrypoint-initdb.d";
    private const string ScriptFolder = "Supabase";
    private const UnixFileMode Executable = (UnixFileMode)0x1ED; // 0755

    /// <exception cref="SettingsException">There is no container engine, or it can have one of the images neither here nor from its registry.</exception>
    public static async Task<Database> AddSupabaseAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        await EnsureImagesAsync(stack);
        var secrets = new SupabaseSecrets(builder, stack);
        var server = builder.AddSupabaseDatabase(stack, secrets);
        builder.AddSupabaseServices(stack, secrets, server);
        return builder.WithOwnDatabases(stack, server, server.Resource.PrimaryEndpoint, server.Resource.ConnectionStringExpression.GetValueAsync);
    }

    private static async Task EnsureImagesAsync(LocalAiStack stack)
    {
        (string Service, string Image)[] images =
        [
            (ServiceCatalog.Postgres, SupabaseContainerImageTags.Database),
            (ServiceCatalog.Supabase, SupabaseContainerImageTags.Gateway),
            (ServiceCatalog.SupabaseAuth, SupabaseContainerImageTags.Auth),
            (ServiceCatalog.SupabaseRest, SupabaseContainerImageTags.Rest),
            (ServiceCatalog.SupabaseMeta, SupabaseContainerImageTags.Meta),
            (ServiceCatalog.SupabaseStorage, SupabaseContainerImageTags.Storage),
            (ServiceCatalog.SupabaseImageProxy, SupabaseContainerImageTags.ImageProxy),
            (ServiceCatalog.SupabaseStudio, SupabaseContainerImageTags.Studio),
        ];
        foreach (var (service, image) in images)
        {
            if (stack.Options.Services.GetValueOrDefault(service) is { Source: not (SourceSetting.Auto or SourceSetting.Container) } set)
            {
                throw new SettingsException(
                    $"LocalAi:Services:{service}:Source is '{set.Source.ToString().ToLowerInvariant()}', but LocalAi:Database is 'supabase', which runs in containers only. Allowed are auto, container.");
            }

            if (await stack.FindContainerProblemAsync(stack.Image(service, image)) is { } problem)
            {
                throw new SettingsException(
                    $"LocalAi:Database is 'supabase', which runs in containers only, but {problem.Reason}. To have it: {problem.Remedy(service)}; else set LocalAi:Database to postgres.");
            }
        }
    }

    private static IResourceBuilder<SupabaseDatabaseResource> AddSupabaseDatabase(this IDistributedApplicationBuilder builder, LocalAiStack stack, SupabaseSecrets secrets)
    {
        var image = stack.Image(ServiceCatalog.Postgres, SupabaseContainerImageTags.Database);
        var password = secrets.Password(SupabaseDatabaseResource.UserName);
        var resource = new SupabaseDatabaseResource(ServiceCatalog.Postgres, password);
        var healthCheck = $"{resource.Name}_check";
        builder.Services.AddHealthChecks().AddCheck(healthCheck, new PostgresHealthCheck(resource));
        var server = builder.AddResource(resource)
            .WithImageReference(image)
            .WithEndpoint(stack.Port(ServiceCatalog.Postgres), targetPort: 5432, scheme: "tcp", name: SupabaseDatabaseResource.EndpointName)
            .WithHealthCheck(healthCheck)
            // Not the volume of plain Postgres: its cluster has none of the roles, and an administrator of another name.
            .WithVolume(stack.VolumeName("supabase-postgres"), "/var/lib/postgresql/data")
            .WithVolume(stack.VolumeName("supabase-postgres-keys"), "/etc/postgresql-custom")
            // Files, not their folder: the image has scripts of its own there, which come before these by name.
            .WithContainerFiles(InitFolder, [builder.Script("zz-supabase.sh", ScriptFolder, "init", "supabase.sh")])
            .WithEnvironment("POSTGRES_USER", SupabaseDatabaseResource.UserName)
            .WithEnvironment("POSTGRES_PASSWORD", ReferenceExpression.Create($"{password}"))
            .WithEnvironment("PGPASSWORD", ReferenceExpression.Create($"{password}"))
            .WithEnvironment("POSTGRES_DB", SupabaseDatabaseResource.DatabaseName)
            .WithEnvironment("PGDATA", "/var/lib/postgresql/data")
            .PublishForServer(stack, ServiceCatalog.Postgres, SupabaseServerProfiles.Database)
            .WithConfiguredLifetime(stack)
            .WithSource(ServiceCatalog.Postgres, new SourceDecision(ServiceSource.Container, image))
            .OnResourceReady((database, _, cancellationToken) => SupabaseRoles.SetPasswordsAsync(database, secrets, cancellationToken));
        foreach (var role in SupabaseRoles.All)
        {
            server.WithEnvironment($"{role.ToUpperInvariant()}_DB_PASSWORD", ReferenceExpression.Create($"{secrets.Password(role)}"));
        }

        return stack.IsPublishing
            ? server.WithContainerFiles(InitFolder, [builder.Script("zz-databases.sh", "Postgres", "init", "10-databases.sh")]).WithPublishedDatabases()
            : server;
    }

    /// <summary>A script of this project, with a name of its own in the container.</summary>
    private static ContainerFile Script(this IDistributedApplicationBuilder builder, string name, params string[] path) =>
        new() { Name = name, SourcePath = Path.Combine([builder.AppHostDirectory, .. path]), Mode = Executable };
}
