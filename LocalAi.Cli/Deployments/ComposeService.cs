namespace LocalAi.Cli.Deployments;

/// <summary>A service as the compose file has it, variables filled in.</summary>
/// <param name="Name">The service, which is the resource's name.</param>
/// <param name="Image">Its image.</param>
/// <param name="IsDatabase">Whether it is the Postgres server.</param>
/// <param name="IsTask">Whether it does one thing and ends (such as pulling models): it may try again and again where there is no network.</param>
/// <param name="Volumes">Its named volumes: the key in the compose file and where it is mounted.</param>
internal sealed record ComposeService(string Name, string Image, bool IsDatabase, bool IsTask, IReadOnlyList<(string Volume, string Target)> Volumes)
{
    private const string OllamaFolder = "/root/.ollama";

    /// <summary>Supabase's Postgres has its data in the database <c>postgres</c> and roles of its own, which dumps do not bring back: its files are saved as they are.</summary>
    public bool IsDumped => IsDatabase && !Image.Contains("supabase/", StringComparison.Ordinal);

    /// <summary>The volume with the models of Ollama; null for another service.</summary>
    public string? ModelVolume => Volumes.FirstOrDefault(volume => volume.Target == OllamaFolder).Volume;
}
