using LocalAi.Hardware.Detection;

namespace LocalAi.Hardware.Tests.Detection;

/// <summary>Programs with recorded output and a directory with recorded /proc and /sys files.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly Dictionary<string, CommandResult> _programs = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("localai-hardware-").FullName;

    public double Bandwidth { get; set; } = 30e9;

    public HardwareDetector Detector => new(RunAsync, Root, (_, _) => Bandwidth, TimeProvider.System);

    public FakeMachine Prints(string program, string output)
    {
        _programs[program] = new CommandResult(output, null);
        return this;
    }

    public FakeMachine Fails(string program, string failure)
    {
        _programs[program] = new CommandResult(null, failure);
        return this;
    }

    public FakeMachine File(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Task.FromResult(_programs.GetValueOrDefault(program) ?? new CommandResult(null, $"{program} is not installed."));
}
