using LocalAi.Hosting.Health;
using LocalAi.Hosting.Ollama;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class OllamaResourceBuilderExtensions
{
    /// <summary>Declares a model, named after the server and itself; it is pulled when the server is ready.</summary>
    public static IResourceBuilder<OllamaModelResource> AddModel(this IResourceBuilder<IOllamaResource> builder, string modelName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelName);
        var name = modelName.Split(':')[0].Split('/')[^1].Replace('.', '-');
        return builder.AddModel($"{builder.Resource.Name}-{name}", modelName);
    }

    /// <summary>Declares a model; it is pulled when the server is ready.</summary>
    public static IResourceBuilder<OllamaModelResource> AddModel(this IResourceBuilder<IOllamaResource> builder, string name, string modelName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelName);
        builder.Resource.AddModel(modelName);
        var application = builder.ApplicationBuilder;
        var model = new OllamaModelResource(name, modelName, builder.Resource);
        var key = $"{name}-{modelName}-health";
        application.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, services => new OllamaModelHealthCheck(model, services.GetRequiredService<IHttpClientFactory>()), failureStatus: null, tags: null));
        application.Eventing.Subscribe<ResourceReadyEvent>(builder.Resource, (@event, cancellationToken) =>
            @event.Services.GetRequiredService<OllamaModelPuller>().EnqueueAsync(model, cancellationToken));
        if (application.ExecutionContext.IsRunMode && !application.Services.Any(service => service.ServiceType == typeof(OllamaModelPuller)))
        {
            application.Services.AddSingleton<OllamaModelPuller>();
            application.Services.AddHostedService(services => services.GetRequiredService<OllamaModelPuller>());
        }

        return application.AddResource(model).WithHealthCheck(key);
    }
}
