namespace LocalAi.Cli.Doctor;

/// <summary>One question about this machine.</summary>
internal interface IDoctorCheck
{
    /// <summary>What is checked, in one or two words.</summary>
    string Name { get; }

    /// <summary>Asks. Ends within seconds and throws for cancellation only.</summary>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
