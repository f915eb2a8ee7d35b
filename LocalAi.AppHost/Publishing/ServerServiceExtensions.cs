using System.Reflection;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Publishing;

/// <summary>Makes resources services that are fit for a server, where a compose file is published.</summary>
internal static class ServerServiceExtensions
{
    private const string Home = "/home/app";

    /// <summary>Runs the service as <paramref name="profile"/> says; its port is on 127.0.0.1 of the server unless the stack is public.</summary>
    public static IResourceBuilder<T> PublishForServer<T>(this IResourceBuilder<T> builder, LocalAiStack stack, string service, ServerProfile profile)
        where T : IComputeResource =>
        builder.PublishForServer(stack, composed =>
        {
            profile.Apply(composed);
            composed.Ports = profile.ContainerPort is { } port && stack.Options.Environment != StackEnvironment.Public
                ? [$"127.0.0.1:{stack.Port(service)}:{port}"]
                : [];
        });

    /// <summary>Changes the service of the compose file, where one is published.</summary>
    public static IResourceBuilder<T> PublishForServer<T>(this IResourceBuilder<T> builder, LocalAiStack stack, Action<Service> configure)
        where T : IComputeResource =>
        stack.IsComposing ? builder.PublishAsDockerComposeService((_, service) => configure(service)) : builder;

    /// <summary>Runs the project from the image that <c>dotnet publish -t:PublishContainer</c> makes of it: not as root, and writing nothing.</summary>
    /// <param name="project">One of our programs.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="memory">The most memory it may take.</param>
    /// <param name="containerPort">Where it listens, if not where all of them do.</param>
    /// <param name="keepsData">Whether it keeps files in its home directory: they are on a volume.</param>
    public static IResourceBuilder<ProjectResource> PublishAsImage(
        this IResourceBuilder<ProjectResource> project, LocalAiStack stack, string memory, int? containerPort = null, bool keepsData = false)
    {
        var name = project.Resource.Name;
        var assembly = Path.ChangeExtension(Path.GetFileName(project.Resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath), ".dll");
        // The image has no shell and no other program: the service asks itself.
        var profile = new ServerProfile(["CMD", "dotnet", $"/app/{assembly}", "--health"], memory)
        {
            ContainerPort = containerPort ?? stack.ProgramPort,
            IsReadOnly = true,
            Tmpfs = ["/tmp"],
        };
        return project.PublishForServer(stack, name, profile).PublishForServer(stack, service =>
        {
            service.Image = stack.Image(name, $"localai/{name}:{Version}");
            if (keepsData)
            {
                // The image's own folder, so that the volume belongs to its user.
                service.AddVolume(new Volume { Name = stack.VolumeName(name), Type = "volume", Source = stack.VolumeName(name), Target = Home, ReadOnly = false });
            }
        });
    }

    private static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
}
