using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LocalAi.Hosting.Evaluation;
using LocalAi.Hosting.Publishing;
using LocalAi.Hosting.Publishing.Manifest;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes resources to a manifest.</summary>
public sealed partial class ManifestPublishingContext(
    DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    private readonly PortAllocator _ports = new();
    private readonly ManifestReferences _references = new();

    /// <summary>The application is published.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The manifest's path; paths in it are relative to its folder.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Writes the JSON.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Stops the writing.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>A path relative to the manifest's folder, with forward slashes.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public string? GetManifestRelativePath(string? path) =>
        path is null ? null : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(ManifestPath))!, path.Replace('\\', '/')).Replace('\\', '/');

    internal async Task WriteModelAsync(DistributedApplicationModel model)
    {
        _references.Reserve(model.Resources);
        Writer.WriteStartObject();
        Writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
        {
            await WriteResourceAsync(resource).ConfigureAwait(false);
        }

        // Resources that only others refer to, such as generated passwords.
        foreach (var resource in _references.Except(model.Resources))
        {
            await WriteResourceAsync(resource).ConfigureAwait(false);
        }

        WriteEncodedParameters(_references.TakeEncoded());
        Writer.WriteEndObject();
        Writer.WriteEndObject();
        await Writer.FlushAsync(CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the resource's connection string, if it has one.</summary>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: { } connectionString })
        {
            Writer.WriteString("connectionString", _references.Use(connectionString));
        }
    }

    /// <summary>Writes the resource's endpoints, if it has any.</summary>
    public void WriteBindings(IResource resource)
    {
        var endpoints = _ports.Resolve(resource);
        if (endpoints.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("bindings");
        foreach (var (endpoint, targetPort, port) in endpoints)
        {
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            if (port is int exposed && port != targetPort)
            {
                Writer.WriteNumber("port", exposed);
            }

            if (targetPort is int target)
            {
                Writer.WriteNumber("targetPort", target);
            }

            if (endpoint.IsExternal)
            {
                Writer.WriteBoolean("external", true);
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the resource's environment variables, if it has any.</summary>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        var variables = await ResourceEvaluator.GetEnvironmentAsync(resource, ExecutionContext, cancellationToken: CancellationToken).ConfigureAwait(false);
        if (variables.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("env");
        foreach (var variable in variables)
        {
            Writer.WriteString(variable.Name, _references.Use(variable.Declared, variable.Value));
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the resource's arguments, if it has any.</summary>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        var arguments = await ResourceEvaluator.GetArgumentsAsync(resource, ExecutionContext, cancellationToken: CancellationToken).ConfigureAwait(false);
        if (arguments.Count == 0)
        {
            return;
        }

        Writer.WriteStartArray("args");
        foreach (var argument in arguments)
        {
            Writer.WriteStringValue(_references.Use(argument.Declared, argument.Value));
        }

        Writer.WriteEndArray();
    }

    private async Task WriteResourceAsync(IResource resource)
    {
        var custom = resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault();
        if (custom is { Callback: null })
        {
            return;
        }

        Writer.WriteStartObject(resource.Name);
        var write = (custom, resource) switch
        {
            ({ Callback: { } callback }, _) => callback(this),
            (_, ContainerResource container) => WriteContainerAsync(container),
            (_, ProjectResource project) => WriteProjectAsync(project),
            (_, ExecutableResource executable) => WriteExecutableAsync(executable),
            (_, ParameterResource parameter) => WriteParameter(parameter),
            (_, IResourceWithConnectionString value) => WriteValue(value),
            _ => WriteUnsupported(),
        };
        await write.ConfigureAwait(false);
        Writer.WriteEndObject();
        if (resource is ParameterResource written)
        {
            WriteEncodedParameters(_references.TakeEncoded(written));
        }
    }

    private async Task WriteProjectAsync(ProjectResource project)
    {
        Writer.WriteString("type", project.HasAnnotationOfType<DeploymentTargetAnnotation>() ? "project.v1" : "project.v0");
        Writer.WriteString("path", GetManifestRelativePath(project.Annotations.OfType<IProjectMetadata>().Single().ProjectPath));
        await WriteCommandLineArgumentsAsync(project).ConfigureAwait(false);
        await WriteEnvironmentVariablesAsync(project).ConfigureAwait(false);
        WriteBindings(project);
    }

    private async Task WriteExecutableAsync(ExecutableResource executable)
    {
        Writer.WriteString("type", "executable.v0");
        WriteConnectionString(executable);
        Writer.WriteString("workingDirectory", GetManifestRelativePath(executable.WorkingDirectory));
        Writer.WriteString("command", executable.Command);
        await WriteCommandLineArgumentsAsync(executable).ConfigureAwait(false);
        await WriteEnvironmentVariablesAsync(executable).ConfigureAwait(false);
        WriteBindings(executable);
    }

    private Task WriteParameter(ParameterResource parameter)
    {
        Writer.WriteString("type", "parameter.v0");
        if (parameter.IsConnectionString)
        {
            Writer.WriteString("connectionString", parameter.ValueExpression);
        }

        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
        {
            Writer.WriteBoolean("secret", true);
        }

        if (parameter.Default is not null)
        {
            Writer.WriteStartObject("default");
            parameter.Default.WriteToManifest(this);
            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task WriteValue(IResourceWithConnectionString resource)
    {
        Writer.WriteString("type", "value.v0");
        WriteConnectionString(resource);
        return Task.CompletedTask;
    }

    private Task WriteUnsupported()
    {
        Writer.WriteString("error", "This resource does not support generation in the manifest.");
        return Task.CompletedTask;
    }

    private void WriteEncodedParameters(IEnumerable<EncodedParameter> encoded)
    {
        foreach (var parameter in encoded)
        {
            Writer.WriteStartObject(parameter.Name);
            Writer.WriteString("type", "annotated.string");
            Writer.WriteString("value", parameter.Parameter.ValueExpression);
            Writer.WriteString("filter", parameter.Format);
            Writer.WriteEndObject();
        }
    }
}
