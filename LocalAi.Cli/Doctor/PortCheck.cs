namespace LocalAi.Cli.Doctor;

/// <summary>Whether the stack's ports are free.</summary>
internal sealed class PortCheck(DoctorProbes probes) : IDoctorCheck
{
    public string Name => "Ports";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var ports = ServicePort.All(probes.Setting);
        var taken = ports.Where(port => !probes.CanListen(port.Number, false)).ToList();
        if (taken.Count == 0)
        {
            return Task.FromResult(CheckResult.Ok($"{ports.Count} ports from {ports.Min(port => port.Number)} to {ports.Max(port => port.Number)} are free."));
        }

        var detail = $"In use: {string.Join(", ", taken.Select(port => $"{port.Number} ({port.Service})"))}.";
        var remedy = $"If LocalAi is running this is as it should be. Otherwise end the program that listens there, or set another port: {string.Join(", ", taken.Select(port => port.Setting))}.";
        return Task.FromResult(taken.Any(port => port.Required) ? CheckResult.Failed(detail, remedy) : CheckResult.Warning(detail, remedy));
    }
}
