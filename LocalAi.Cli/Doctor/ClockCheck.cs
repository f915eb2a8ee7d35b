using LocalAi.Cli.Output;

namespace LocalAi.Cli.Doctor;

/// <summary>The clock: tokens, certificates and traces are wrong when it is.</summary>
internal sealed class ClockCheck(DoctorProbes probes) : IDoctorCheck
{
    // The certificate authority of the public environment; its answer to any request carries the time.
    private static readonly Uri Reference = new("https://acme-v02.api.letsencrypt.org/directory");
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    public string Name => "Clock";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        const string remedy = "Switch time synchronization on: sudo timedatectl set-ntp true";
        var before = probes.Time.GetUtcNow();
        if (await probes.RemoteTime(Reference, cancellationToken) is { } remote)
        {
            // The answer was written about half way between sending and receiving.
            var difference = before + (probes.Time.GetUtcNow() - before) / 2 - remote;
            return difference.Duration() <= Tolerance
                ? CheckResult.Ok(Figures.Text($"Within {Math.Max(1, Math.Ceiling(difference.Duration().TotalSeconds)):0} s of {Reference.Host}."))
                : CheckResult.Failed(Figures.Text($"This clock is {Math.Abs(difference.TotalSeconds):0} s {(difference > TimeSpan.Zero ? "ahead of" : "behind")} {Reference.Host}."), remedy);
        }

        var synchronized = await probes.Run("timedatectl", ["show", "--property=NTPSynchronized", "--value"], cancellationToken);
        return synchronized.Output?.Trim() switch
        {
            "yes" => CheckResult.Ok("The system says it is synchronized."),
            "no" => CheckResult.Warning("The system says its clock is not synchronized.", remedy),
            _ => CheckResult.Skipped("No network and no timedatectl to compare with."),
        };
    }
}
