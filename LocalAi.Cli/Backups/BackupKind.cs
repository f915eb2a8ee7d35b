using System.Text.Json.Serialization;

namespace LocalAi.Cli.Backups;

/// <summary>What a backup was made of, and can be restored to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BackupKind>))]
internal enum BackupKind
{
    /// <summary>The data directory of a stack that the app host runs.</summary>
    [JsonStringEnumMemberName("local")]
    Local,

    /// <summary>A published folder that Docker Compose runs.</summary>
    [JsonStringEnumMemberName("deployment")]
    Deployment,
}
