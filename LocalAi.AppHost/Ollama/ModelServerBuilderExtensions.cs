using System.Globalization;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;
using LocalAi.Hardware.Catalogue;

namespace LocalAi.AppHost.Ollama;

/// <summary>Adds the model server: Ollama from wherever it can be had, else LocalAi's simulator, clearly labelled.</summary>
internal static class ModelServerBuilderExtensions
{
    private const int ContainerPort = 11434;
    private const string SimulatedPrefix = "simulated/";
    private const string SimulatedChat = SimulatedPrefix + "extractive";
    private const string SimulatedEmbedding = SimulatedPrefix + "hashed-ngrams";

    public static async Task<ModelServer> AddModelServerAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        var service = ServiceCatalog.Get(ServiceCatalog.Ollama);
        var image = stack.Image(service.Name, $"{OllamaContainerImageTags.Image}:{OllamaContainerImageTags.Tag}");
        var decision = await stack.ResolveAsync(service, image, answersAt: new Uri("http://127.0.0.1:11434/api/version"));
        return decision.Source switch
        {
            ServiceSource.Container => builder.AddOllamaContainer(stack, decision, await AutomaticModel.ChooseAsync(stack, CancellationToken.None)),
            ServiceSource.Native => builder.AddNativeOllama(stack, decision, await AutomaticModel.ChooseAsync(stack, CancellationToken.None)),
            ServiceSource.External => await builder.AddRunningOllamaAsync(stack, decision),
            _ => builder.AddSimulator(stack, decision with { Reason = $"LocalAi's simulator, not a language model: {decision.Reason}" }),
        };
    }

    private static ModelServer AddOllamaContainer(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, AutomaticModel automatic)
    {
        // What is published is for another machine, and a compose file has its graphics processor in a file of its own.
        var gpu = stack.IsPublishing
            ? new GpuProfile(null)
            : GpuProfile.For(stack.Options.Gpu, Path.Exists, program => NativePrograms.FindFolder([program]));
        if (gpu.Note is { } note)
        {
            decision = decision with { Reason = $"{decision.Reason}; {note}" };
        }

        var ollama = builder.AddOllama(ServiceCatalog.Ollama, stack.Port(ServiceCatalog.Ollama))
            .WithImageTag(OllamaContainerImageTags.Tag);
        if (gpu.Vendor is { } vendor)
        {
            ollama.WithGPUSupport(vendor);
        }

        ollama.WithConfiguredImage(stack, ServiceCatalog.Ollama)
            .WithDataVolume(stack.VolumeName(ServiceCatalog.Ollama))
            .WithConfiguredLifetime(stack)
            .WithOllamaTuning()
            // As much memory as the models want: how much that is, the operator decides by choosing them.
            .PublishForServer(stack, ServiceCatalog.Ollama, new ServerProfile(["CMD", "ollama", "list"], Memory: null) { ContainerPort = ContainerPort })
            .WithSource(ServiceCatalog.Ollama, Because(decision, automatic));
        var (chat, embedding) = (automatic.Model, Choose(stack.Options.Models.Embedding, ModelOptions.DefaultEmbedding));
        builder.AddModelPull(stack, ollama, chat, embedding);
        return new(
            ollama.AddModel("chat", chat),
            ollama.AddModel("embedding", embedding),
            ReferenceExpression.Create($"{ollama.GetEndpoint("http")}"),
            chat,
            embedding);
    }

    private static ModelServer AddNativeOllama(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, AutomaticModel automatic)
    {
        var port = stack.Port(ServiceCatalog.Ollama);
        var program = decision.Location!;
        var address = $"127.0.0.1:{port}";
        var ollama = builder.AddExecutable(ServiceCatalog.Ollama, program, stack.Options.DataDirectory, "serve")
            .WithHttpEndpoint(port, targetPort: port, isProxied: false)
            .WithHttpHealthCheck("/api/version")
            .WithEnvironment("OLLAMA_HOST", address)
            .WithOllamaTuning()
            .WithSource(ServiceCatalog.Ollama, Because(decision, automatic));
        string[] models =
        [
            automatic.Model,
            Choose(stack.Options.Models.Embedding, ModelOptions.DefaultEmbedding),
        ];
        foreach (var (model, resource) in models.Zip(["ollama-pull-chat", "ollama-pull-embedding"]))
        {
            builder.AddExecutable(resource, program, stack.Options.DataDirectory, "pull", model)
                .WithEnvironment("OLLAMA_HOST", address)
                .WithParentRelationship(ollama.Resource)
                .WaitFor(ollama);
        }

        var endpoint = ollama.GetEndpoint("http");
        return new(
            builder.AddConnectionString("chat", ReferenceExpression.Create($"Endpoint={endpoint};Model={models[0]}")),
            builder.AddConnectionString("embedding", ReferenceExpression.Create($"Endpoint={endpoint};Model={models[1]}")),
            ReferenceExpression.Create($"{endpoint}"),
            models[0],
            models[1]);
    }

    private static async Task<ModelServer> AddRunningOllamaAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var url = decision.Location!.TrimEnd('/');
        var (chat, embedding) = await InstalledModels.ChooseAsync(url, CancellationToken.None);
        builder.AddExternalService(ServiceCatalog.Ollama, url + "/").WithSource(ServiceCatalog.Ollama, decision);
        var (chatModel, embeddingModel) =
            (Choose(stack.Options.Models.Chat, chat ?? ModelOptions.DefaultChat), Choose(stack.Options.Models.Embedding, embedding ?? ModelOptions.DefaultEmbedding));
        return new(
            builder.AddConnectionString("chat", ReferenceExpression.Create($"Endpoint={url};Model={chatModel}")),
            builder.AddConnectionString("embedding", ReferenceExpression.Create($"Endpoint={url};Model={embeddingModel}")),
            ReferenceExpression.Create($"{new ReachableUrl(url)}"),
            chatModel,
            embeddingModel);
    }

    private static ModelServer AddSimulator(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var pretended = stack.Options.Simulator;
        var simulator = builder.AddProject(ServiceCatalog.Simulator, "../LocalAi.ModelSimulator/LocalAi.ModelSimulator.csproj", launchProfileName: null)
            .WithHttpEndpoint(stack.Port(ServiceCatalog.Simulator))
            .WithHttpHealthCheck("/health")
            .WithEnvironment("LocalAi__Simulator__DataDirectory", Path.Combine(stack.Options.DataDirectory, ServiceCatalog.Simulator))
            .WithSource(ServiceCatalog.Ollama, decision)
            .ExcludeFromManifest();
        if (pretended.Gpu is { } gpu)
        {
            simulator.WithEnvironment("LocalAi__Simulator__Gpu", gpu)
                .WithEnvironment("LocalAi__Simulator__GpuCount", pretended.GpuCount.ToString(CultureInfo.InvariantCulture));
        }

        if (pretended.Model is { } models)
        {
            simulator.WithEnvironment("LocalAi__Simulator__Model", models);
        }

        var chat = pretended.Tags().FirstOrDefault(tag => ModelCatalogue.Find(tag) is { Embedding: false }) is { } chosen ? SimulatedPrefix + chosen : SimulatedChat;
        var endpoint = simulator.GetEndpoint("http");
        return new(
            builder.AddConnectionString("chat", ReferenceExpression.Create($"Endpoint={endpoint};Model={chat}")),
            builder.AddConnectionString("embedding", ReferenceExpression.Create($"Endpoint={endpoint};Model={SimulatedEmbedding}")),
            ReferenceExpression.Create($"{endpoint}"),
            chat,
            SimulatedEmbedding,
            Simulated: true);
    }

    private static SourceDecision Because(SourceDecision decision, AutomaticModel automatic) =>
        automatic.Reason is null ? decision : decision with { Reason = $"{decision.Reason}; {automatic.Reason}" };

    private static string Choose(string configured, string automatic) =>
        configured.Equals(ModelOptions.Auto, StringComparison.OrdinalIgnoreCase) ? automatic : configured;
}
