namespace LocalAi.AppHost.Sources;

/// <summary>Why an image cannot run in a container here.</summary>
/// <param name="Cause">What is missing.</param>
/// <param name="Reason">The same as part of a sentence for a person, with what was asked and what it answered.</param>
internal sealed record ContainerProblem(ContainerProblemCause Cause, string Reason)
{
    /// <summary>What a person does against it.</summary>
    /// <param name="service">The service that would run the image.</param>
    public string Remedy(string service) => Cause switch
    {
        ContainerProblemCause.NoEngine => "install and start Docker or Podman",
        ContainerProblemCause.EngineIsSilent => "start Docker or Podman",
        ContainerProblemCause.EngineIsClosed => "let this user in (sudo usermod -aG docker $USER, then log in again)",
        ContainerProblemCause.EngineFails => "restart Docker or Podman",
        ContainerProblemCause.RegistryIsSilent =>
            $"connect this machine to the internet once, or load the image with 'docker load', or set LocalAi:Services:{service}:Image to one that is here",
        _ => $"load the image with 'docker load', or set LocalAi:Services:{service}:Image to one that can be had",
    };
}

/// <summary>What a container lacks.</summary>
internal enum ContainerProblemCause
{
    NoEngine,
    EngineIsSilent,

    /// <summary>It runs, but this user has no right to its socket.</summary>
    EngineIsClosed,
    EngineFails,

    /// <summary>The image is not on this machine, and nobody answers where it would come from.</summary>
    RegistryIsSilent,

    /// <summary>The image is not on this machine, and its registry does not have it or does not give it.</summary>
    ImageIsRefused,
}
