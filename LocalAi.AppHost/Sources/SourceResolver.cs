using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Sources;

/// <summary>
/// Decides where a service comes from. <c>auto</c> takes the first that works: the configured URL, a server that already answers
/// on the service's own port, a container, the native program, the embedded default; else the service is off.
/// </summary>
internal sealed class SourceResolver(LocalAiOptions options, Machine machine)
{
    /// <summary>Decides for one service.</summary>
    /// <param name="service">Which.</param>
    /// <param name="image">The image its container would run.</param>
    /// <param name="answersAt">Where a server of this kind usually listens, for a service that people run by themselves.</param>
    /// <exception cref="SettingsException">The configured source cannot be had.</exception>
    public async Task<SourceDecision> ResolveAsync(
        ServiceDefinition service, string image, Uri? answersAt = null, CancellationToken cancellationToken = default)
    {
        var configured = options.Services.GetValueOrDefault(service.Name) ?? new ServiceOptions();
        return configured.Source switch
        {
            SourceSetting.Off when service.Embedded => throw new SettingsException(
                $"{Key(service)}:Source is 'off', but the stack needs it. Allowed are auto, container, native, embedded, external."),
            SourceSetting.Off => new(ServiceSource.Off, "turned off", ToAutomatic(service)),
            SourceSetting.External => External(configured.Url!),
            SourceSetting.Embedded when service.Embedded => new(ServiceSource.Embedded, "chosen by the setting", ToAutomatic(service)),
            SourceSetting.Embedded => throw new SettingsException(
                $"{Key(service)}:Source is 'embedded', but LocalAi brings no {service.Name} of its own. Allowed are auto, container, native, external, off."),
            SourceSetting.Container => await machine.FindContainerProblem(image, cancellationToken) is { } problem
                ? throw new SettingsException(
                    $"{Key(service)}:Source is 'container', but {problem.Reason}. To have it: {problem.Remedy(service.Name)}; else {ToAutomatic(service)}.")
                : Container(image),
            SourceSetting.Native => Native(service)
                ?? throw new SettingsException($"{Key(service)}:Source is 'native', but {Missing(service)}. To have it: {service.Install}; else {ToAutomatic(service)}."),
            _ => await AutomaticAsync(service, configured, image, answersAt, cancellationToken),
        };
    }

    private static string Key(ServiceDefinition service) => $"{LocalAiOptions.SectionName}:{nameof(LocalAiOptions.Services)}:{service.Name}";

    private static string ToAutomatic(ServiceDefinition service) => $"set {Key(service)}:Source to auto";

    private static string Missing(ServiceDefinition service) => $"'{service.Programs?[0] ?? service.Name}' is not installed";

    private static SourceDecision External(string url) => new(ServiceSource.External, "configured", Location: url);

    private static SourceDecision Native(string program) => new(ServiceSource.Native, program, Location: program);

    private static SourceDecision Container(string image) => new(ServiceSource.Container, image);

    private async Task<SourceDecision> AutomaticAsync(
        ServiceDefinition service, ServiceOptions configured, string image, Uri? answersAt, CancellationToken cancellationToken)
    {
        if (configured.Url is { } url)
        {
            return External(url);
        }

        if (answersAt is not null && await machine.Answers(answersAt, cancellationToken))
        {
            return new(ServiceSource.External, "already runs on this machine", Location: answersAt.GetLeftPart(UriPartial.Authority));
        }

        if (service.NativeFirst && Native(service) is { } preferred)
        {
            return preferred;
        }

        if (await machine.FindContainerProblem(image, cancellationToken) is not { } problem)
        {
            return Container(image);
        }

        return Native(service) ?? new(
            service.Embedded ? ServiceSource.Embedded : ServiceSource.Off,
            $"{problem.Reason}, and {Missing(service)}",
            $"{problem.Remedy(service.Name)}, or {service.Install}");
    }

    private SourceDecision? Native(ServiceDefinition service) =>
        Native(service.Programs) ?? Native(service.OtherPrograms);

    private SourceDecision? Native(IReadOnlyList<string>? programs) =>
        programs is not null && machine.FindPrograms(programs) is { } folder
            ? Native(Path.Combine(folder, NativePrograms.Executable(programs[0])))
            : null;
}
