using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LocalAi.DashboardBench;

/// <summary>A receiver in a process of its own, ended with the object.</summary>
internal sealed class ReceiverProcess : IDisposable
{
    public const string Key = "bench-otlp-key";
    public const string Token = "bench-browser-token";
    private readonly Process _process;
    private readonly string? _directory;

    private ReceiverProcess(Process process, string otlpUrl, string url, string? directory)
    {
        _process = process;
        _directory = directory;
        OtlpUrl = otlpUrl;
        Url = url;
    }

    public string OtlpUrl { get; }

    public string Url { get; }

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The dashboard as built beside this program.</summary>
    public static Task<ReceiverProcess> StartDashboardAsync()
    {
        var (http, grpc, otlpHttp) = (FreePort(), FreePort(), FreePort());
        var directory = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "LocalAi.Dashboard", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "LocalAi.Dashboard.dll"));
        return StartAsync(program, [], $"http://127.0.0.1:{grpc}", $"http://127.0.0.1:{http}", $"http://127.0.0.1:{http}/health", directory, new()
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{http}",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{grpc}",
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://127.0.0.1:{otlpHttp}",
            ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = Key,
            ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = Token,
            ["LocalAi__DataDirectory"] = directory,
        });
    }

    /// <summary>The receiver that forgets what it parsed.</summary>
    public static Task<ReceiverProcess> StartDiscardAsync()
    {
        var port = FreePort();
        return StartAsync(
            typeof(ReceiverProcess).Assembly.Location, ["discard", port.ToString(CultureInfo.InvariantCulture)], $"http://localhost:{port}", string.Empty, $"http://localhost:{port}/health", null, []);
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static async Task<ReceiverProcess> StartAsync(
        string program, string[] arguments, string otlpUrl, string url, string health, string? directory, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();

        // The discarding receiver speaks HTTP/2 only, like the dashboard's gRPC port.
        using var client = new HttpClient { DefaultRequestVersion = url.Length > 0 ? HttpVersion.Version11 : HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!process.HasExited && await timer.WaitForNextTickAsync())
        {
            try
            {
                if ((await client.GetAsync(health)).IsSuccessStatusCode)
                {
                    return new ReceiverProcess(process, otlpUrl, url, directory);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException($"{program} ended before it listened.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
