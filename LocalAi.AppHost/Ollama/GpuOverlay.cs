using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;

namespace LocalAi.AppHost.Ollama;

/// <summary>
/// Compose files that give the model server the server's graphics processor, merged with the first by <c>COMPOSE_FILE</c> in
/// <c>.env</c>. Both are always there: which one a server needs may be known only on it.
/// </summary>
internal static class GpuOverlay
{
    private const string NvidiaFile = "docker-compose.gpu-nvidia.yaml";
    private const string AmdFile = "docker-compose.gpu-amd.yaml";

    public static void AddGpuOverlays(this OutputFolder folder, LocalAiStack stack)
    {
        folder.Write(NvidiaFile, """
            # The model server on NVIDIA graphics processors: the server needs NVIDIA's driver and container toolkit.
            services:
              ollama:
                deploy:
                  resources:
                    reservations:
                      devices:
                        - driver: nvidia
                          count: all
                          capabilities: [gpu]

            """);
        folder.Write(AmdFile, $"""
            # The model server on AMD graphics processors: the server needs the amdgpu driver.
            services:
              ollama:
                image: "{AmdImage(stack)}"
                devices:
                  - /dev/kfd
                  - /dev/dri

            """);
        folder.Choose(stack.Options.Gpu switch
        {
            GpuSetting.Nvidia => NvidiaFile,
            GpuSetting.Amd => AmdFile,
            GpuSetting.None => "",
            // Whoever deploys decides.
            _ => null,
        });
    }

    /// <summary>Ollama's image for AMD has a tag of its own; one that the operator chose is taken as it is.</summary>
    private static string AmdImage(LocalAiStack stack) =>
        stack.Image(ServiceCatalog.Ollama, $"{OllamaContainerImageTags.Image}:{OllamaContainerImageTags.Tag}-rocm");
}
