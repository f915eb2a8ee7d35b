using System.Net;
using LocalAi.Cli.Doctor;
using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;

namespace LocalAi.Cli.Tests;

/// <summary>A terminal of 80 columns on a machine whose every answer is known: two cores, no GPU, all well.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public DetectedHardware Hardware { get; set; } = new()
    {
        Machine = new Machine
        {
            Gpus = [],
            Processor = new Processor { Name = "Test processor", Cores = 8, MemoryBytes = 32L << 30, BandwidthBytesPerSecond = 40e9, FlopsPerSecond = 1e12 },
        },
        AvailableMemoryBytes = 24L << 30,
        OperatingSystem = "Linux",
        Container = false,
        VirtualMachine = false,
        Probes = [],
        Notes = ["No GPU that a model can use: models run on the CPU."],
    };

    public DoctorProbes Probes { get; set; } = new()
    {
        Run = Programs(("dotnet", "10.0.401 [/usr/share/dotnet/sdk]\n"), ("docker", "27.3.1\n")),
        RunSlow = Programs(),
        FreeBytes = _ => 200L << 30,
        WhyNotWritable = _ => null,
        CanListen = (_, _) => true,
        Listeners = () => [],
        OwnAddresses = () => [IPAddress.Parse("203.0.113.7")],
        Resolve = (_, _) => Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Parse("203.0.113.7")]),
        RemoteTime = (_, _) => Task.FromResult<DateTimeOffset?>(TimeProvider.System.GetUtcNow()),
        Setting = _ => null,
        Time = TimeProvider.System,
    };

    /// <summary>Environment variables; none by default.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string Output => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>What a command put on the clipboard.</summary>
    public string? Copied { get; private set; }

    public CliContext Context => new()
    {
        Out = _out,
        Error = _error,
        Width = 80,
        Ansi = false,
        Detect = _ => Task.FromResult(Hardware),
        Doctor = Variables.Count == 0 ? Probes : Probes with { Setting = name => Variables.GetValueOrDefault(name) },
        Copy = CopyAsync,
    };

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    public Task<int> RunAsync(params string[] arguments) => LocalAiCommand.RunAsync(arguments, Context, TestContext.Current.CancellationToken);

    private Task CopyAsync(string text, CancellationToken cancellationToken)
    {
        Copied = text;
        return Task.CompletedTask;
    }

    /// <summary>Programs that print something; every other one is not installed.</summary>
    public static Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> Programs(params (string Program, string Output)[] programs) => (program, _, _) =>
        Task.FromResult(programs.FirstOrDefault(known => known.Program == program) is { Output: { } output } ? new CommandResult(output, null) : new CommandResult(null, $"{program} is not installed."));
}
