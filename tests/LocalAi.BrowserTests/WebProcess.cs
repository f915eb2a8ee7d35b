using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.BrowserTests;

/// <summary>The built web UI as a process of its own, on a free port, with an agent of the test's choice.</summary>
public sealed class WebProcess : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly string _agentUrl;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Queue<string> _output = new();
    private Process? _process;

    private WebProcess(string agentUrl, IReadOnlyDictionary<string, string> settings) => (_agentUrl, _settings) = (agentUrl, settings);

    public string Url => $"http://localhost:{_port}";

    /// <summary>Resident memory now, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<WebProcess> StartAsync(string agentUrl, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null)
    {
        var web = new WebProcess(agentUrl, settings ?? new Dictionary<string, string>());
        await web.StartAsync(cancellationToken);
        return web;
    }

    /// <summary>Starts it, or starts it again on the same port.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Artifacts.Assembly("LocalAi.Web")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Artifacts.Assembly("LocalAi.Web"))!,
        };
        start.Environment["ASPNETCORE_URLS"] = Url;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["services__agent__http__0"] = _agentUrl;
        foreach (var (key, value) in _settings)
        {
            start.Environment[key] = value;
        }

        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilAliveAsync(cancellationToken);
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task UntilAliveAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await pause.WaitForNextTickAsync(deadline.Token))
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException("The web UI ended at start:\n" + string.Join('\n', _output));
            }

            try
            {
                using var response = await http.GetAsync(Url + "/alive", deadline.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.Enqueue(line.Data ?? "");
            if (_output.Count > 200)
            {
                _output.Dequeue();
            }
        }
    }
}
