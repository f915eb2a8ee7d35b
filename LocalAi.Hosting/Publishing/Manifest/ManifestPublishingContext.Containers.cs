namespace Aspire.Hosting.Publishing;

/// <content>What describes a container.</content>
public sealed partial class ManifestPublishingContext
{
    /// <summary>Writes what describes a container.</summary>
    public async Task WriteContainerAsync(ContainerResource container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var build = container.Annotations.OfType<DockerfileBuildAnnotation>().SingleOrDefault();
        Writer.WriteString("type", build is not null || container.HasAnnotationOfType<DeploymentTargetAnnotation>() ? "container.v1" : "container.v0");
        WriteConnectionString(container);
        if (build is not null)
        {
            WriteBuild(build);
        }
        else
        {
            Writer.WriteString("image", container.TryGetContainerImageName(out var image)
                ? image
                : throw new DistributedApplicationException($"Could not get the container image name for resource '{container.Name}'."));
        }

        if (container.Entrypoint is not null)
        {
            Writer.WriteString("entrypoint", container.Entrypoint);
        }

        await WriteCommandLineArgumentsAsync(container).ConfigureAwait(false);
        WriteMounts(container);
        await WriteEnvironmentVariablesAsync(container).ConfigureAwait(false);
        WriteBindings(container);
    }

    private void WriteBuild(DockerfileBuildAnnotation build)
    {
        Writer.WriteStartObject("build");
        Writer.WriteString("context", GetManifestRelativePath(build.ContextPath));
        Writer.WriteString("dockerfile", GetManifestRelativePath(build.DockerfilePath));
        if (build.Stage is not null)
        {
            Writer.WriteString("stage", build.Stage);
        }

        if (build.BuildArguments.Count > 0)
        {
            Writer.WriteStartObject("args");
            foreach (var (name, value) in build.BuildArguments)
            {
                Writer.WriteString(name, BuildValue(value));
            }

            Writer.WriteEndObject();
        }

        if (build.BuildSecrets.Count > 0)
        {
            Writer.WriteStartObject("secrets");
            foreach (var (name, value) in build.BuildSecrets)
            {
                Writer.WriteStartObject(name);
                Writer.WriteString("type", value is FileInfo ? "file" : "env");
                Writer.WriteString(value is FileInfo ? "source" : "value", BuildValue(value));
                Writer.WriteEndObject();
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    private string? BuildValue(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        FileInfo file => GetManifestRelativePath(file.FullName),
        IManifestExpressionProvider expression => _references.Use(value, expression.ValueExpression),
        _ => value.ToString(),
    };

    private void WriteMounts(ContainerResource container)
    {
        WriteMounts(container, ContainerMountType.BindMount, "bindMounts", "source", mount => GetManifestRelativePath(mount.Source));
        WriteMounts(container, ContainerMountType.Volume, "volumes", "name", mount => mount.Source);
    }

    private void WriteMounts(ContainerResource container, ContainerMountType type, string name, string sourceName, Func<ContainerMountAnnotation, string?> source)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == type).ToArray();
        if (mounts.Length == 0)
        {
            return;
        }

        Writer.WriteStartArray(name);
        foreach (var mount in mounts)
        {
            Writer.WriteStartObject();
            if (source(mount) is { } text)
            {
                Writer.WriteString(sourceName, text);
            }

            Writer.WriteString("target", mount.Target);
            Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            Writer.WriteEndObject();
        }

        Writer.WriteEndArray();
    }
}
