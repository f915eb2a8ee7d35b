using CommunityToolkit.Aspire.Hosting.Ollama;

namespace Aspire.Hosting;

/// <summary>Declares Ollama servers and models.</summary>
public static partial class OllamaResourceBuilderExtensions
{
    /// <summary>Declares an Ollama server in a container.</summary>
    public static IResourceBuilder<OllamaResource> AddOllama(this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new OllamaResource(name))
            .WithImage(OllamaContainerImageTags.Image, OllamaContainerImageTags.Tag)
            .WithImageRegistry(OllamaContainerImageTags.Registry)
            .WithIconName("BrainCircuit")
            .WithHttpEndpoint(port: port, targetPort: OllamaExecutableResource.DefaultHttpPort, name: OllamaResource.OllamaEndpointName)
            .WithHttpHealthCheck("/");
    }

    /// <summary>Declares the Ollama server that is installed on this machine; it is not published.</summary>
    public static IResourceBuilder<OllamaExecutableResource> AddOllamaLocal(
        this IDistributedApplicationBuilder builder, string name, int? port = null, int? targetPort = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var ollama = builder.AddResource(new OllamaExecutableResource(name))
            .WithIconName("BrainCircuit")
            .ExcludeFromManifest()
            .WithArgs("serve")
            .WithHttpEndpoint(port: port, targetPort: targetPort ?? OllamaExecutableResource.DefaultHttpPort, name: OllamaExecutableResource.OllamaEndpointName)
            .WithHttpHealthCheck("/");
        return ollama.WithEnvironment(context =>
        {
            var endpoint = ollama.Resource.PrimaryEndpoint;
            context.EnvironmentVariables.TryAdd("OLLAMA_HOST", ReferenceExpression.Create(
                $"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.EndpointAnnotation.TargetHost}:{endpoint.Property(EndpointProperty.TargetPort)}"));
        });
    }

    /// <summary>Keeps the models in a volume.</summary>
    public static IResourceBuilder<OllamaResource> WithDataVolume(this IResourceBuilder<OllamaResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "ollama"), "/root/.ollama", isReadOnly);

    /// <summary>Gives the container the GPUs of this machine; the AMD image has a tag of its own.</summary>
    public static IResourceBuilder<OllamaResource> WithGPUSupport(this IResourceBuilder<OllamaResource> builder, OllamaGpuVendor vendor = OllamaGpuVendor.Nvidia)
    {
        ArgumentNullException.ThrowIfNull(builder);
        switch (vendor)
        {
            case OllamaGpuVendor.Nvidia:
                var configuration = builder.ApplicationBuilder.Configuration;
                var runtime = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];
                return "podman".Equals(runtime, StringComparison.OrdinalIgnoreCase)
                    ? builder.WithContainerRuntimeArgs("--device", "nvidia.com/gpu=all")
                    : builder.WithContainerRuntimeArgs("--gpus", "all");
            case OllamaGpuVendor.AMD:
                if (builder.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image) && image.Tag?.EndsWith("rocm", StringComparison.Ordinal) is false)
                {
                    image.Tag += "-rocm";
                }

                return builder.WithContainerRuntimeArgs("--device", "/dev/kfd", "--device", "/dev/dri");
            default:
                throw new ArgumentException("Invalid GPU vendor", nameof(vendor));
        }
    }
}
