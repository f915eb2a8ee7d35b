using System.Globalization;
using LocalAi.TestServers;

namespace LocalAi.StackBench;

/// <summary>What the stack's own processes hold in memory.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident bytes by process.</summary>
    public static Dictionary<string, long> Of(AppHostProcess host)
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
