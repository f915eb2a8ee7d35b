namespace LocalAi.Cli.Deployments;

/// <summary>A service as the compose file has it, variables filled in.</summary>
/// <param name="Name">The service, which is the resource's name.</param>
/// <param name="Image">Its image.</param>
/// <param name="IsDatabase">Whether it is the Postgres server.</param>
/// <param name="Volumes">Its named volumes: the key in the compose file and where it is mounted.</param>
internal sealed record ComposeService(string Name, string Image, bool IsDatabase, IReadOnlyList<(string Volume, string Target)> Volumes);
