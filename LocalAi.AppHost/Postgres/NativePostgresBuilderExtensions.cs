using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.AppHost.Postgres;

/// <summary>Adds Postgres from this machine's own programs: install (where npm must bring them), initdb, server.</summary>
internal static class NativePostgresBuilderExtensions
{
    /// <summary>Adds the server on a cluster in <c>&lt;data directory&gt;/postgres</c>, which the first start makes.</summary>
    public static IResourceBuilder<NativePostgresResource> AddNativePostgres(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        string binFolder,
        DatabasePassword password,
        IResourceBuilder<IResource>? install)
    {
        var port = stack.Port(ServiceCatalog.Postgres);
        var cluster = Path.Combine(stack.Options.DataDirectory, "postgres");
        var launch = UnprivilegedLaunch.For(stack.Options.DataDirectory, Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows());
        string[] serve =
        [
            .. launch.Prefix, Path.Combine(binFolder, NativePrograms.Executable("postgres")),
            "-D", cluster, "-h", "127.0.0.1", "-p", $"{port}", "-c", "unix_socket_directories=",
        ];
        var resource = new NativePostgresResource(ServiceCatalog.Postgres, serve[0], stack.Options.DataDirectory, password);
        var healthCheck = $"{resource.Name}_check";
        builder.Services.AddHealthChecks().AddCheck(healthCheck, new PostgresHealthCheck(resource));
        var server = builder.AddResource(resource)
            .WithArgs([.. serve.Skip(1)])
            .WithEndpoint(port, targetPort: port, scheme: "tcp", name: "tcp", isProxied: false)
            .WithHealthCheck(healthCheck);

        if (!File.Exists(Path.Combine(cluster, "PG_VERSION")))
        {
            var initialize = builder.AddInitializeCluster(cluster, binFolder, launch, stack.Options.DataDirectory)
                .WithEnvironment("POSTGRES_PASSWORD", ReferenceExpression.Create($"{password}"))
                .WithParentRelationship(resource);
            if (install is not null)
            {
                initialize.WaitForCompletion(install);
            }

            server.WaitForCompletion(initialize);
        }
        else if (install is not null)
        {
            server.WaitForCompletion(install);
        }

        return server;
    }

    private static IResourceBuilder<ExecutableResource> AddInitializeCluster(
        this IDistributedApplicationBuilder builder, string cluster, string binFolder, UnprivilegedLaunch launch, string dataDirectory)
    {
        // initdb leaves a half-made folder behind when it is killed, so it works on the side and the finished cluster is moved in
        // place. The password reaches it through a pipe, which its own user must have made: no file and no argument ever holds it.
        const string script = """
            set -e
            cluster=$1; owner=$2; bin=$3; shift 3
            rm -rf "$cluster.new"
            mkdir -m 700 "$cluster.new"
            [ -z "$owner" ] || chown "$owner" "$cluster.new"
            "$@" sh -c 'printf %s "$POSTGRES_PASSWORD" | "$1/initdb" -D "$2" -U postgres --pwfile=/dev/stdin --auth=scram-sha-256 -E UTF8 --locale=C' sh "$bin" "$cluster.new"
            mv "$cluster.new" "$cluster"
            """;
        return builder.AddExecutable(
            "postgres-initdb", "sh", dataDirectory, ["-c", script, "sh", cluster, launch.Owner ?? "", binFolder, .. launch.Prefix.DefaultIfEmpty("env")]);
    }
}
