using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Ollama;

/// <summary>Pulls the models of a deployment: on a server nobody else does. Its log shows the progress.</summary>
internal static class ModelPull
{
    private const string Resource = "ollama-pull";

    public static void AddModelPull(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, IResourceBuilder<OllamaResource> server, string chat, string embedding)
    {
        if (!stack.IsComposing)
        {
            return;
        }

        builder.AddContainer(Resource, OllamaContainerImageTags.Image, OllamaContainerImageTags.Tag)
            .WithConfiguredImage(stack, Configuration.ServiceCatalog.Ollama)
            .WithEntrypoint("/bin/sh")
            .WithEnvironment("OLLAMA_HOST", server.GetEndpoint("http"))
            .WithEnvironment("CHAT_MODEL", chat)
            .WithEnvironment("EMBEDDING_MODEL", embedding)
            .WaitFor(server)
            .PublishForServer(stack, service =>
            {
                // Only what is not there: a server without internet got its models otherwise. Dollar signs are doubled, or compose would fill in the variables.
                service.Command = ["-c", "for model in \"$$CHAT_MODEL\" \"$$EMBEDDING_MODEL\"; do ollama show \"$$model\" >/dev/null 2>&1 || ollama pull \"$$model\" || exit 1; done"];
                service.Restart = "on-failure";
                ServerProfile.Confine(service);
            });
    }
}
