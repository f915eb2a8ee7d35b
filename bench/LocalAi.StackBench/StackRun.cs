using System.Diagnostics;
using System.Globalization;
using LocalAi.TestServers;

namespace LocalAi.StackBench;

/// <summary>One start of the stack.</summary>
/// <param name="HealthyAfter">From the start of <c>dotnet run --no-build</c> to the first 200 of each service's health address.</param>
/// <param name="RssBytes">Resident memory by process, 10 s after all were healthy.</param>
internal sealed record StackRun(IReadOnlyDictionary<string, TimeSpan> HealthyAfter, IReadOnlyDictionary<string, long> RssBytes)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly string[] Services = ["dashboard", "simulator", "agent", "web"];

    /// <summary>Starts the stack on <paramref name="dataDirectory"/>, measures it and stops it.</summary>
    public static async Task<StackRun> MeasureAsync(string dataDirectory)
    {
        await using var host = new AppHostProcess(dataDirectory: dataDirectory);
        var clock = Stopwatch.StartNew();
        host.StartWithDotnetRun();
        var healthy = await Task.WhenAll(Services.Select(async service =>
        {
            await host.WaitUntilUpAsync(service, CancellationToken.None);
            return (service, clock.Elapsed);
        }));
        await Task.Delay(Idle);
        return new(healthy.ToDictionary(entry => entry.service, entry => entry.Elapsed), Memory(host));
    }

    private static Dictionary<string, long> Memory(AppHostProcess host)
    {
        var names = new Dictionary<string, string>
        {
            ["LocalAi.AppHost"] = "host", ["LocalAi.AgentApi"] = "agent", ["LocalAi.Web"] = "web",
            ["LocalAi.Dashboard"] = "dashboard", ["LocalAi.ModelSimulator"] = "simulator",
        };
        var memory = new Dictionary<string, long>();
        foreach (var process in RunningProcesses.Descendants(host.ProcessId))
        {
            // The program itself, not the shells and `dotnet run` around it: those carry the same words in their command lines.
            var program = RunningProcesses.Arguments(process).Skip(1).Take(2).Select(Path.GetFileNameWithoutExtension)
                .Prepend(Path.GetFileName(RunningProcesses.Arguments(process).FirstOrDefault() ?? ""))
                .FirstOrDefault(word => word is not null && names.ContainsKey(word));
            if (program is not null)
            {
                memory[names[program]] = ResidentBytes(process.Id);
            }
        }

        return memory;
    }

    private static long ResidentBytes(int process)
    {
        // "VmRSS:     12345 kB"
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
