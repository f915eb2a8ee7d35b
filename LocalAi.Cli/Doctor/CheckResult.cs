using System.Text.Json.Serialization;

namespace LocalAi.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Status">Whether LocalAi can run with it.</param>
/// <param name="Detail">What was found, in a sentence.</param>
/// <param name="Remedy">What to do; null when nothing is to do.</param>
internal sealed record CheckResult(CheckStatus Status, string Detail, string? Remedy = null)
{
    public static CheckResult Ok(string detail) => new(CheckStatus.Ok, detail);

    public static CheckResult Warning(string detail, string remedy) => new(CheckStatus.Warning, detail, remedy);

    public static CheckResult Failed(string detail, string remedy) => new(CheckStatus.Failed, detail, remedy);

    public static CheckResult Skipped(string detail) => new(CheckStatus.Skipped, detail);
}

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
internal enum CheckStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It does not apply here, or could not be asked.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
