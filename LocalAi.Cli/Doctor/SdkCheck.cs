namespace LocalAi.Cli.Doctor;

/// <summary>The .NET SDK that builds and starts LocalAi.</summary>
internal sealed class SdkCheck(DoctorProbes probes) : IDoctorCheck
{
    private const int NeededMajor = 10;

    public string Name => ".NET SDK";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var result = await probes.Run("dotnet", ["--list-sdks"], cancellationToken);
        var versions = (result.Output ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' ')[0]).ToList();
        const string remedy = "Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0";
        if (versions.LastOrDefault(version => int.TryParse(version.Split('.')[0], out var major) && major >= NeededMajor) is { } found)
        {
            return CheckResult.Ok($"SDK {found} is installed.");
        }

        return versions.Count > 0
            ? CheckResult.Failed($"The newest SDK is {versions[^1]}; {NeededMajor}.0 is needed.", remedy)
            : CheckResult.Failed(result.Failure ?? "No SDK is installed.", remedy);
    }
}
