using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LocalAi.Hosting.Tests.Run.Processes;

/// <summary>The program <c>LocalAi.Hosting.SampleHost</c> as a process of its own.</summary>
internal sealed class SampleHost : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private SampleHost(Process process) => _process = process;

    public int Id => _process.Id;

    public IReadOnlyList<int> Children => [.. Numbers("child ")];

    public int Watchdog => Numbers("ready ").First();

    public static async Task<SampleHost> StartAsync(string dataDirectory, params string[] commands)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet")
        {
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LocalAi.Hosting.SampleHost.dll"));
        start.ArgumentList.Add(dataDirectory);
        foreach (var command in commands)
        {
            start.ArgumentList.Add(command);
        }

        var host = new SampleHost(Process.Start(start)!);
        host._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                host._lines.Enqueue(line.Data);
            }
        };
        host._process.BeginOutputReadLine();
        await host.NumberAsync("ready ");
        return host;
    }

    /// <summary>Waits for a printed line and returns the number behind its start.</summary>
    public async Task<int> NumberAsync(string start)
    {
        await Eventually.True(() => Numbers(start).Any(), TimeSpan.FromSeconds(20), $"the host prints '{start}'");
        return Numbers(start).First();
    }

    /// <summary>kill -9, the host alone.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private IEnumerable<int> Numbers(string start) => _lines
        .Where(line => line.StartsWith(start, StringComparison.Ordinal))
        .Select(line => int.Parse(line[start.Length..], CultureInfo.InvariantCulture));
}
