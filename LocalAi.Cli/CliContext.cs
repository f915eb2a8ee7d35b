using LocalAi.Cli.Doctor;
using LocalAi.Cli.Secrets;
using LocalAi.Hardware.Detection;

namespace LocalAi.Cli;

/// <summary>Everything the commands touch outside of themselves.</summary>
internal sealed record CliContext
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Columns of the terminal; 80 where there is none.</summary>
    public required int Width { get; init; }

    /// <summary>Colours and bold text; false for files and pipes.</summary>
    public bool Ansi { get; init; }

    public required Func<CancellationToken, Task<DetectedHardware>> Detect { get; init; }

    public required DoctorProbes Doctor { get; init; }

    /// <summary>Puts a text on the clipboard.</summary>
    public required Func<string, CancellationToken, Task> Copy { get; init; }

    public static CliContext ForThisMachine()
    {
        var terminal = !Console.IsOutputRedirected;
        return new CliContext
        {
            Out = Console.Out,
            Error = Console.Error,
            Width = terminal && Console.WindowWidth > 0 ? Console.WindowWidth : 80,
            Ansi = terminal && Environment.GetEnvironmentVariable("NO_COLOR") is null,
            Detect = HardwareDetector.ForThisMachine().DetectAsync,
            Doctor = DoctorProbes.ForThisMachine(),
            Copy = Clipboard.CopyAsync,
        };
    }
}
