using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LocalAi.TestServers;

/// <summary>The real app host as a process of its own, with a data directory and ports that nothing else uses.</summary>
public sealed partial class AppHostProcess : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, string> _settings;
    private readonly bool _ownsData;
    private Process? _process;

    /// <summary>Prepares a stack on free ports.</summary>
    /// <param name="settings">Further settings, without the leading <c>LocalAi:</c>; they win over the fixture's.</param>
    /// <param name="dataDirectory">A data directory to use again; null makes one that goes with this object.</param>
    public AppHostProcess(IReadOnlyDictionary<string, string>? settings = null, string? dataDirectory = null)
    {
        _ownsData = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("localai-stack-").FullName;
        _settings = new()
        {
            ["DataDirectory"] = DataDirectory,
            // A model server that happens to run on the machine must not decide a test.
            ["Services:ollama:Source"] = "embedded",
        };
        foreach (var service in new[] { "web", "agent", "simulator", "postgres", "dashboard", "resource-service", "n8n", "searxng", "open-webui", "caddy", "supabase" })
        {
            _settings[$"Services:{service}:Port"] = $"{FreePort.Next()}";
        }

        _settings["Services:caddy:HttpPort"] = $"{FreePort.Next()}";
        _settings["Services:dashboard:OtlpGrpcPort"] = $"{FreePort.Next()}";
        _settings["Services:dashboard:OtlpHttpPort"] = $"{FreePort.Next()}";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            _settings[key] = value;
        }
    }

    /// <summary>The data directory of this stack.</summary>
    public string DataDirectory { get; }

    /// <summary>Environment variables of the app host beside those of the test; to be set before the start.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>How long a wait may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Everything that the app host has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The app host's process id.</summary>
    public int ProcessId => Running.Id;

    /// <summary>Whether the app host has ended.</summary>
    public bool HasExited => Running.HasExited;

    private Process Running => _process ?? throw new InvalidOperationException("The app host has not been started.");

    /// <summary>The address of one of the stack's services.</summary>
    public Uri Address(string service) => new($"http://127.0.0.1:{Port(service)}/");

    /// <summary>The port of one of the stack's services.</summary>
    public int Port(string service, string setting = "Port") => int.Parse(_settings[$"Services:{service}:{setting}"], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A generated secret of this stack: a parameter by its name, or one of the host's own.</summary>
    public string Secret(string name)
    {
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(DataDirectory, "secrets.json")))!;
        return secrets.TryGetValue($"Parameters:{name}", out var value) ? value : secrets[name];
    }

    /// <summary>All settings of this stack, to start it again with the same ports.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>Starts the app host; <see cref="WaitUntilUpAsync(string, CancellationToken)"/> waits for the stack.</summary>
    public void Start() => Start([Repository.Assembly("LocalAi.AppHost")]);

    /// <summary>Starts the app host as the README does, but without building it.</summary>
    public void StartWithDotnetRun() =>
        Start(["run", "--no-build", "--configuration", Repository.Configuration, "--project", Path.Combine(Repository.Root, "LocalAi.AppHost"), "--"]);

    private void Start(string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [.. command, .. _settings.Select(setting => $"--LocalAi:{setting.Key}={setting.Value}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the stack and waits until agent and web answer.</summary>
    public async Task StartAndWaitAsync(CancellationToken cancellationToken)
    {
        Start();
        await WaitUntilUpAsync("agent", cancellationToken);
        await WaitUntilUpAsync("web", cancellationToken);
    }

    /// <summary>Waits until the service's <c>/health</c> answers 200.</summary>
    public Task WaitUntilUpAsync(string service, CancellationToken cancellationToken) => WaitUntilUpAsync(service, "health", cancellationToken);

    /// <summary>Waits until the service's own address of its health answers 200.</summary>
    public async Task WaitUntilUpAsync(string service, string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address(service), Timeout = TimeSpan.FromSeconds(5) };
        await WaitUntilAsync(
            async () =>
            {
                if (Running.HasExited)
                {
                    throw new InvalidOperationException($"The app host ended with {Running.ExitCode}:{System.Environment.NewLine}{Output}");
                }

                try
                {
                    using var response = await client.GetAsync(path, cancellationToken);
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    return false;
                }
            },
            $"{service} to be healthy",
            cancellationToken);
    }

    /// <summary>Waits for a state, asking every 50 ms, as long as <see cref="Patience"/> lasts.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> reached, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            while (!await reached())
            {
                await Task.Delay(50, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds} s for {what}:{System.Environment.NewLine}{Output}");
        }
    }

    /// <summary>Waits until the app host has ended by itself and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await Running.WaitForExitAsync(cancellationToken);
        return Running.ExitCode;
    }

    /// <summary>Asks the app host to stop, as Ctrl+C (or SIGTERM) does, and returns its exit code.</summary>
    public async Task<int> StopAsync(bool terminate = false, CancellationToken cancellationToken = default)
    {
        Kill(ProcessId, terminate ? SigTerm : SigInt);
        return await WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends the app host at once, as <c>kill -9</c> does; its children are left to their fate.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Running.Kill(entireProcessTree: false);
        await Running.WaitForExitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync(terminate: true);
        }

        _process?.Dispose();
        if (_ownsData)
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
