using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Declares parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Declares a parameter whose value is the setting <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddParameter(new ParameterResource(name, @default => GetValue(builder.Configuration, $"Parameters:{name}", @default), secret));
    }

    /// <summary>Declares a parameter with a value; it appears in manifests only if said.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddParameter(name, () => value, publishValueAsDefault, secret);
    }

    /// <summary>Declares a parameter with a value; it appears in manifests only if said.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddParameter(new ParameterResource(name, @default => @default?.GetDefaultValue() ?? valueGetter(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    /// <summary>Declares a parameter whose value is the setting <c>Parameters:NAME</c>, or else the default.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="value">The default.</param>
    /// <param name="secret">Whether the value is kept out of logs and manifests.</param>
    /// <param name="persist">Whether later runs on the same data directory use the same value.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        var @default = persist ? Persist(builder, name, value) : value;
        return builder.AddParameter(new ParameterResource(name, known => GetValue(builder.Configuration, $"Parameters:{name}", known), secret) { Default = @default });
    }

    /// <summary>Declares a parameter whose value is the given setting.</summary>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configurationKey);
        return builder.AddParameter(new ParameterResource(name, @default => GetValue(builder.Configuration, configurationKey, @default), secret)
        {
            ConfigurationKey = configurationKey,
        });
    }

    /// <summary>What the parameter is for.</summary>
    public static IResourceBuilder<ParameterResource> WithDescription(this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(description);
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    /// <summary>Declares a connection string that is the setting <c>ConnectionStrings:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="environmentVariableName">The variable that carries it; <c>ConnectionStrings__NAME</c> by default.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddParameter(new ConnectionStringParameterResource(
            name,
            _ => builder.Configuration.GetConnectionString(name) ?? throw new MissingParameterValueException(
                $"Connection string parameter resource could not be used because connection string '{name}' is missing. Set ConnectionStrings:{name}."),
            environmentVariableName));
    }

    /// <summary>A generated password of at least 22 characters, the same on every run; it is not part of the model until something uses it.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder,
        string name,
        bool lower = true,
        bool upper = true,
        bool numeric = true,
        bool special = true,
        int minLower = 0,
        int minUpper = 0,
        int minNumeric = 0,
        int minSpecial = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var generated = new GenerateParameterDefault
        {
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        };
        return new ParameterResource(name, @default => GetValue(builder.Configuration, $"Parameters:{name}", @default), secret: true)
        {
            Default = Persist(builder, name, generated),
        };
    }

    private static ParameterDefault Persist(IDistributedApplicationBuilder builder, string name, ParameterDefault value) =>
        builder is DistributedApplicationBuilder { ExecutionContext.IsRunMode: true } portable ? new PersistedParameterDefault(name, value, portable.Secrets) : value;

    private static IResourceBuilder<T> AddParameter<T>(this IDistributedApplicationBuilder builder, T resource)
        where T : ParameterResource =>
        builder.AddResource(resource).WithInitialState(new CustomResourceSnapshot
        {
            ResourceType = "Parameter",
            Properties = [new(CustomResourceKnownProperties.Source, resource.ConfigurationKey)],
            State = KnownResourceStates.Waiting,
        });

    // A shell cannot set a variable with a hyphen in its name, so underscores stand for hyphens.
    private static string GetValue(IConfiguration configuration, string key, ParameterDefault? @default) =>
        configuration[key]
        ?? configuration[key.Replace('-', '_')]
        ?? @default?.GetDefaultValue()
        ?? throw new MissingParameterValueException(
            $"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter has no default value. Set {key}.");
}
