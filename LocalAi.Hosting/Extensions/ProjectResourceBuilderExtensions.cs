using LocalAi.Hosting.Projects;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Declares .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Declares a project.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject(), new ProjectResourceOptions());

    /// <summary>Declares a project; without a launch profile when its name is null.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject(), new ProjectResourceOptions { ExcludeLaunchProfile = launchProfileName is null, LaunchProfileName = launchProfileName });

    /// <summary>Declares a project.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="projectPath">The project file or its folder, relative to the app host's.</param>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, projectPath, _ => { });

    /// <summary>Declares a project; without a launch profile when its name is null.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName) =>
        builder.AddProject(name, projectPath, options =>
        {
            options.ExcludeLaunchProfile = launchProfileName is null;
            options.LaunchProfileName = launchProfileName;
        });

    /// <summary>Declares a project.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(projectPath);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ProjectResourceOptions();
        configure(options);
        var path = Path.GetFullPath(projectPath.Replace('\\', '/'), builder.AppHostDirectory);
        if (Directory.Exists(path) && Directory.GetFiles(path, "*.csproj") is [var only])
        {
            path = only;
        }

        return builder.AddProject(name, new ProjectMetadata(path), options);
    }

    /// <summary>How many instances run.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }

    private static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (builder.ExecutionContext.IsRunMode && builder.Environment.IsDevelopment())
        {
            project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")
                .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
        }

        project.WithOtlpExporter();
        var profile = options.ExcludeLaunchProfile ? null : LaunchProfile.Find(metadata.ProjectPath, options.LaunchProfileName, builder.Configuration);
        if (builder.ExecutionContext.IsRunMode)
        {
            return project.WithEnvironment(SetUrls).WithLaunchProfile(profile);
        }

        return project.WithEnvironment(context =>
        {
            if (project.Resource.GetEndpoints().Any())
            {
                context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            }
        }).WithEnvironment(context =>
        {
            SetPorts(context, project.Resource, "HTTP_PORTS", "http");
            SetPorts(context, project.Resource, "HTTPS_PORTS", "https");
        }).PublishLaunchProfile(profile);
    }

    // Endpoints whose port the project reads from a variable of its own are not Kestrel's.
    private static IEnumerable<EndpointReference> WebEndpoints(ProjectResource project) => project.GetEndpoints()
        .Where(endpoint => endpoint.EndpointAnnotation is { UriScheme: "http" or "https", TargetPortEnvironmentVariable: null });

    private static void SetUrls(EnvironmentCallbackContext context)
    {
        if (context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS"))
        {
            return;
        }

        var urls = new ReferenceExpressionBuilder();
        foreach (var endpoint in WebEndpoints((ProjectResource)context.Resource))
        {
            if (endpoint.IsHttps)
            {
                context.EnvironmentVariables.TryAdd("ASPNETCORE_HTTPS_PORT", endpoint.Property(EndpointProperty.Port));
            }

            urls.AppendLiteral(urls.IsEmpty ? "" : ";");
            urls.Append($"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.EndpointAnnotation.TargetHost}:{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!urls.IsEmpty)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    private static void SetPorts(EnvironmentCallbackContext context, ProjectResource project, string variable, string scheme)
    {
        if (context.EnvironmentVariables.ContainsKey(variable))
        {
            return;
        }

        var ports = new ReferenceExpressionBuilder();
        foreach (var endpoint in WebEndpoints(project).Where(endpoint => endpoint.Scheme == scheme && endpoint.EndpointAnnotation != project.DefaultHttpsEndpoint))
        {
            ports.AppendLiteral(ports.IsEmpty ? "" : ";");
            ports.Append($"{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!ports.IsEmpty)
        {
            context.EnvironmentVariables[variable] = ports.Build();
        }
    }
}
