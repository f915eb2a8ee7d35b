using LocalAi.Cli.Doctor;
using LocalAi.Cli.Secrets;
using LocalAi.Hardware.Detection;
using Spectre.Console;

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

    /// <summary>Asks whoever sits at the terminal for something that is not shown; null where nobody does.</summary>
    public Func<string, string>? AskSecret { get; init; }

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
            AskSecret = terminal && !Console.IsInputRedirected ? question => AnsiConsole.Prompt(new TextPrompt<string>(question).Secret(null)) : null,
            Detect = HardwareDetector.ForThisMachine().DetectAsync,
            Doctor = DoctorProbes.ForThisMachine(),
            Copy = Clipboard.CopyAsync,
        };
    }
}
