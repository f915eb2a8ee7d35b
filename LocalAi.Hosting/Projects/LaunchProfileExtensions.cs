using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Projects;

/// <summary>What a launch profile adds to a project.</summary>
internal static class LaunchProfileExtensions
{
    /// <summary>The profile's addresses become endpoints (http, https, http2, …), its variables are set unless others are.</summary>
    public static IResourceBuilder<ProjectResource> WithLaunchProfile(this IResourceBuilder<ProjectResource> project, LaunchProfile? profile)
    {
        if (profile is null)
        {
            return project;
        }

        var count = new Dictionary<string, int>();
        foreach (var address in Addresses(profile))
        {
            var number = count[address.Scheme] = count.GetValueOrDefault(address.Scheme) + 1;
            project.WithEndpoint(number == 1 ? address.Scheme : $"{address.Scheme}{number}", endpoint =>
            {
                endpoint.Port = address.Port;
                endpoint.TargetHost = address.Host;
                endpoint.UriScheme = address.Scheme;
                endpoint.FromLaunchProfile = true;
            });
        }

        return project.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
            foreach (var (name, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
            }
        });
    }

    /// <summary>A profile with addresses makes the project a web project: it gets an http and an https endpoint on one target port.</summary>
    public static IResourceBuilder<ProjectResource> PublishLaunchProfile(this IResourceBuilder<ProjectResource> project, LaunchProfile? profile)
    {
        if (profile?.ApplicationUrl is null)
        {
            return project;
        }

        var http = WebEndpoint(project, "http");
        var known = project.Resource.GetEndpoints().Any(endpoint => endpoint.IsHttps);
        var https = WebEndpoint(project, "https");
        project.Resource.DefaultHttpsEndpoint = known ? project.Resource.DefaultHttpsEndpoint : https;
        http.TargetPort = https.TargetPort = http.TargetPort ?? https.TargetPort;
        return project;
    }

    private static EndpointAnnotation WebEndpoint(IResourceBuilder<ProjectResource> project, string scheme)
    {
        EndpointAnnotation? Find() => project.Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => endpoint.UriScheme == scheme);
        if (Find() is null)
        {
            project.WithEndpoint(scheme, endpoint => endpoint.UriScheme = scheme);
        }

        return Find()!;
    }

    private static IEnumerable<BindingAddress> Addresses(LaunchProfile profile) =>
        (profile.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BindingAddress.Parse);
}
