using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Eventing;
using LocalAi.Hosting;
using LocalAi.Hosting.Publishing;
using LocalAi.Hosting.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Declares a distributed application.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = [];

    /// <summary>A builder for the given command line.</summary>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>A builder with the given options.</summary>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AppHostAssembly = options.Assembly;
        AppHostDirectory = Path.GetFullPath(options.ResolveProjectDirectory());

        // Nothing reads a setting again, and each watched file takes one of the few inotify instances a user has.
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", "false")]);
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Configuration = configuration,
            Args = options.Args,
            ApplicationName = AppHostAssembly?.GetName().Name,
            ContentRootPath = AppHostDirectory,
        });
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        _host.Configuration.AddCommandLine(options.Args ?? [], PublishOptions.CommandLineSwitches);

        var publish = PublishOptions.Read(_host.Configuration);
        ExecutionContext = publish is null
            ? new(DistributedApplicationOperation.Run)
            : new(DistributedApplicationOperation.Publish, publish.Publisher);
        _host.Configuration["AppHost:Directory"] = AppHostDirectory;
        _host.Configuration["AppHost:Sha256"] = Fingerprint();
        Secrets = new SecretsFile(Path.Combine(DataDirectory.Resolve(_host.Configuration), "secrets.json"));

        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(options);
        Services.AddSingleton(Secrets);
        Services.AddSingleton(new DistributedApplicationModel(_resources));
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton(provider => new ResourceCommandService(
            provider.GetRequiredService<ResourceNotificationService>(), provider.GetRequiredService<ResourceLoggerService>(), provider));
        Services.AddHealthChecks();
        Services.AddHttpClient();
        if (publish is not null)
        {
            Services.AddSingleton(publish);
            Services.AddSingleton<Publisher>();
        }
        else
        {
            RunMode.Add(this);
        }
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc/>
    public IResourceCollection Resources => _resources;

    internal SecretsFile Secrets { get; }

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        ModelName.Validate(nameof(Resource), resource.Name);
        if (_resources.FirstOrDefault(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)) is { } existing)
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of type '{existing.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new DistributedApplicationResourceBuilder<T>(this, resource);
    }

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        var host = _host.Build();
        ExecutionContext.ServiceProvider = host.Services;
        return new DistributedApplication(host);
    }

    // Part of generated names. Published names must not depend on where the app host lies.
    private string Fingerprint()
    {
        var identity = ExecutionContext.IsPublishMode ? Environment.ApplicationName : Path.Combine(AppHostDirectory, Environment.ApplicationName);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity.ToLowerInvariant())));
    }
}
