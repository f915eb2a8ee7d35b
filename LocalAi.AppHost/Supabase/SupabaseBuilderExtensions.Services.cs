using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Supabase;

internal static partial class SupabaseBuilderExtensions
{
    private const string Schemas = "public,storage";
    private const string FilesFolder = "/var/lib/storage";

    private static void AddSupabaseServices(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SupabaseSecrets secrets, IResourceBuilder<SupabaseDatabaseResource> server)
    {
        var gateway = builder.AddGateway(stack);
        var auth = builder.AddAuth(stack, secrets, server);
        var rest = builder.AddRest(stack, secrets, server);
        var meta = builder.AddMeta(stack, secrets, server);
        var storage = builder.AddStorage(stack, secrets, server, rest.Resource);
        var studio = builder.AddStudio(stack, secrets, server.Resource, meta.Resource, gateway.Resource);
        gateway
            .WithEnvironment("AUTH_URL", auth.Resource.Endpoint)
            .WithEnvironment("REST_URL", rest.Resource.Endpoint)
            .WithEnvironment("STORAGE_URL", storage.Resource.Endpoint)
            .WithEnvironment("META_URL", meta.Resource.Endpoint)
            .WithEnvironment("STUDIO_URL", studio.Resource.Endpoint)
            .WithEnvironment("DASHBOARD_USERNAME", DashboardUser)
            .WithEnvironment("DASHBOARD_PASSWORD", secrets.DashboardPassword)
            .WithEnvironment("ANON_KEY", secrets.AnonKey)
            .WithEnvironment("SERVICE_ROLE_KEY", secrets.ServiceRoleKey);
    }

    private static IResourceBuilder<SupabaseServiceResource> AddAuth(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SupabaseSecrets secrets, IResourceBuilder<SupabaseDatabaseResource> server) =>
        builder.AddService(stack, ServiceCatalog.SupabaseAuth, SupabaseContainerImageTags.Auth, SupabaseServerProfiles.Auth, port: 9999)
            .WithHttpHealthCheck("/health")
            .WithEnvironment("GOTRUE_API_HOST", "0.0.0.0")
            .WithEnvironment("GOTRUE_API_PORT", "9999")
            .WithEnvironment("API_EXTERNAL_URL", PublicUrl(stack))
            .WithEnvironment("GOTRUE_SITE_URL", PublicUrl(stack))
            .WithEnvironment("GOTRUE_DB_DRIVER", "postgres")
            .WithEnvironment("GOTRUE_DB_DATABASE_URL", server.Resource.Uri(SupabaseRoles.AuthAdmin, secrets.Password(SupabaseRoles.AuthAdmin)))
            .WithEnvironment("GOTRUE_JWT_SECRET", secrets.JwtSecret)
            .WithEnvironment("GOTRUE_JWT_AUD", "authenticated")
            .WithEnvironment("GOTRUE_JWT_DEFAULT_GROUP_NAME", "authenticated")
            .WithEnvironment("GOTRUE_JWT_ADMIN_ROLES", "service_role")
            .WithEnvironment("GOTRUE_JWT_EXP", "3600")
            .WithEnvironment("GOTRUE_DISABLE_SIGNUP", stack.Options.Supabase.AllowSignUp ? "false" : "true")
            .WithEnvironment("GOTRUE_EXTERNAL_EMAIL_ENABLED", "true")
            .WithEnvironment("GOTRUE_EXTERNAL_PHONE_ENABLED", "false")
            // There is no mail server that could confirm an address.
            .WithEnvironment("GOTRUE_MAILER_AUTOCONFIRM", "true")
            .WithEnvironment("GOTRUE_RATE_LIMIT_HEADER", "X-Forwarded-For")
            .WaitFor(server);

    private static IResourceBuilder<SupabaseServiceResource> AddRest(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SupabaseSecrets secrets, IResourceBuilder<SupabaseDatabaseResource> server) =>
        builder.AddService(stack, ServiceCatalog.SupabaseRest, SupabaseContainerImageTags.Rest, SupabaseServerProfiles.Rest, port: 3000)
            .WithHttpEndpoint(targetPort: 3001, name: "admin")
            .WithHttpHealthCheck("/ready", endpointName: "admin")
            .WithEnvironment("PGRST_DB_URI", server.Resource.Uri(SupabaseRoles.Authenticator, secrets.Password(SupabaseRoles.Authenticator)))
            .WithEnvironment("PGRST_DB_SCHEMAS", Schemas)
            .WithEnvironment("PGRST_DB_EXTRA_SEARCH_PATH", "public,extensions")
            .WithEnvironment("PGRST_DB_MAX_ROWS", "1000")
            .WithEnvironment("PGRST_DB_ANON_ROLE", "anon")
            .WithEnvironment("PGRST_JWT_SECRET", secrets.JwtSecret)
            .WithEnvironment("PGRST_ADMIN_SERVER_HOST", "0.0.0.0")
            .WithEnvironment("PGRST_ADMIN_SERVER_PORT", "3001")
            .WaitFor(server);

    private static IResourceBuilder<SupabaseServiceResource> AddMeta(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SupabaseSecrets secrets, IResourceBuilder<SupabaseDatabaseResource> server) =>
        builder.AddService(stack, ServiceCatalog.SupabaseMeta, SupabaseContainerImageTags.Meta, SupabaseServerProfiles.Meta, port: 8080)
            .WithHttpHealthCheck("/health")
            .WithEnvironment("PG_META_PORT", "8080")
            .WithEnvironment("PG_META_DB_HOST", $"{server.Resource.PrimaryEndpoint.Property(EndpointProperty.Host)}")
            .WithEnvironment("PG_META_DB_PORT", $"{server.Resource.PrimaryEndpoint.Property(EndpointProperty.Port)}")
            .WithEnvironment("PG_META_DB_NAME", SupabaseDatabaseResource.DatabaseName)
            .WithEnvironment("PG_META_DB_USER", SupabaseDatabaseResource.UserName)
            .WithEnvironment("PG_META_DB_PASSWORD", ReferenceExpression.Create($"{server.Resource.Password}"))
            .WithEnvironment("CRYPTO_KEY", secrets.MetaKey)
            .WaitFor(server);

    private static IResourceBuilder<SupabaseServiceResource> AddStorage(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        SupabaseSecrets secrets,
        IResourceBuilder<SupabaseDatabaseResource> server,
        SupabaseServiceResource rest)
    {
        var files = stack.VolumeName("supabase-files");
        var images = builder.AddService(stack, ServiceCatalog.SupabaseImageProxy, SupabaseContainerImageTags.ImageProxy, SupabaseServerProfiles.ImageProxy, port: 5001)
            .WithHttpHealthCheck("/health")
            .WithVolume(files, FilesFolder)
            .WithEnvironment("IMGPROXY_BIND", ":5001")
            .WithEnvironment("IMGPROXY_LOCAL_FILESYSTEM_ROOT", "/")
            .WithEnvironment("IMGPROXY_USE_ETAG", "true")
            .WithEnvironment("IMGPROXY_MAX_SRC_RESOLUTION", "16.8");
        return builder.AddService(stack, ServiceCatalog.SupabaseStorage, SupabaseContainerImageTags.Storage, SupabaseServerProfiles.Storage, port: 5000)
            .WithHttpHealthCheck("/status")
            .WithVolume(files, FilesFolder)
            .WithEnvironment("ANON_KEY", secrets.AnonKey)
            .WithEnvironment("SERVICE_KEY", secrets.ServiceRoleKey)
            .WithEnvironment("AUTH_JWT_SECRET", secrets.JwtSecret)
            .WithEnvironment("PGRST_JWT_SECRET", secrets.JwtSecret)
            .WithEnvironment("DATABASE_URL", server.Resource.Uri(SupabaseRoles.StorageAdmin, secrets.Password(SupabaseRoles.StorageAdmin)))
            .WithEnvironment("POSTGREST_URL", rest.Endpoint)
            .WithEnvironment("STORAGE_PUBLIC_URL", PublicUrl(stack))
            .WithEnvironment("REQUEST_ALLOW_X_FORWARDED_PATH", "true")
            .WithEnvironment("FILE_SIZE_LIMIT", "52428800")
            .WithEnvironment("STORAGE_BACKEND", "file")
            .WithEnvironment("FILE_STORAGE_BACKEND_PATH", FilesFolder)
            .WithEnvironment("GLOBAL_S3_BUCKET", "local")
            .WithEnvironment("TENANT_ID", "local")
            .WithEnvironment("REGION", "local")
            .WithEnvironment("ENABLE_IMAGE_TRANSFORMATION", "true")
            .WithEnvironment("IMGPROXY_URL", images.Resource.Endpoint)
            .WaitFor(server);
    }

    private static IResourceBuilder<SupabaseServiceResource> AddStudio(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        SupabaseSecrets secrets,
        SupabaseDatabaseResource server,
        SupabaseServiceResource meta,
        SupabaseServiceResource gateway) =>
        builder.AddService(stack, ServiceCatalog.SupabaseStudio, SupabaseContainerImageTags.Studio, SupabaseServerProfiles.Studio, port: 3000)
            .WithHttpHealthCheck("/api/platform/profile")
            .WithVolume(stack.VolumeName("supabase-snippets"), "/app/snippets")
            .WithEnvironment("HOSTNAME", "0.0.0.0")
            .WithEnvironment("STUDIO_PG_META_URL", meta.Endpoint)
            .WithEnvironment("POSTGRES_HOST", $"{server.PrimaryEndpoint.Property(EndpointProperty.Host)}")
            .WithEnvironment("POSTGRES_PORT", $"{server.PrimaryEndpoint.Property(EndpointProperty.Port)}")
            .WithEnvironment("POSTGRES_DB", SupabaseDatabaseResource.DatabaseName)
            .WithEnvironment("POSTGRES_PASSWORD", ReferenceExpression.Create($"{server.Password}"))
            .WithEnvironment("PG_META_CRYPTO_KEY", secrets.MetaKey)
            .WithEnvironment("PGRST_DB_SCHEMAS", Schemas)
            .WithEnvironment("DEFAULT_ORGANIZATION_NAME", "LocalAi")
            .WithEnvironment("DEFAULT_PROJECT_NAME", "LocalAi")
            .WithEnvironment("SUPABASE_URL", gateway.Endpoint)
            .WithEnvironment("SUPABASE_PUBLIC_URL", PublicUrl(stack))
            .WithEnvironment("SUPABASE_ANON_KEY", secrets.AnonKey)
            .WithEnvironment("SUPABASE_SERVICE_KEY", secrets.ServiceRoleKey)
            .WithEnvironment("AUTH_JWT_SECRET", secrets.JwtSecret)
            // Without Logflare: it and its collector are what most start failures of such stacks come from.
            .WithEnvironment("NEXT_PUBLIC_ENABLE_LOGS", "false")
            .WithEnvironment("NEXT_TELEMETRY_DISABLED", "1")
            .WithEnvironment("SNIPPETS_MANAGEMENT_FOLDER", "/app/snippets");

    private static IResourceBuilder<SupabaseServiceResource> AddService(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, string name, string pinned, ServerProfile profile, int port)
    {
        var image = stack.Image(name, pinned);
        return builder.AddResource(new SupabaseServiceResource(name))
            .WithImageReference(image)
            .WithHttpEndpoint(stack.Options.Services.GetValueOrDefault(name)?.Port ?? ServiceCatalog.Get(name).DefaultPort, targetPort: port, name: SupabaseServiceResource.EndpointName)
            .PublishForServer(stack, name, profile)
            .WithConfiguredLifetime(stack)
            .WithSource(name, new SourceDecision(ServiceSource.Container, image));
    }
}
