using System.Diagnostics;
using System.Net.Sockets;

namespace LocalAi.TestServers.Engines;

/// <summary>An image registry on the loopback interface, which engines take without TLS; and a slow way to it, for pulls that one can watch.</summary>
public sealed class OwnRegistry : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-registry-").FullName;
    private readonly int _port = FreePort.Next();
    private SlowWay? _slow;
    private Process? _process;

    /// <summary><c>127.0.0.1:port</c>, to push to.</summary>
    public string Host => $"127.0.0.1:{_port}";

    /// <summary><c>127.0.0.1:port</c>, to pull from: slowly until <see cref="HurryUp"/>.</summary>
    public string SlowHost => $"127.0.0.1:{_slow!.Port}";

    /// <summary>Null when one can be started here, else why not.</summary>
    public static string? WhyNot() => RealServices.Missing("docker-registry");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(_folder, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error, accesslog: { disabled: true } }
            storage: { filesystem: { rootdirectory: {{_folder}}/data } }
            http: { addr: {{Host}} }
            """, cancellationToken);
        // Its log is for nobody: it calls an image that it does not have an error.
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", """exec docker-registry serve "$1" >/dev/null 2>&1""", "sh", configuration]))!;
        using var client = new HttpClient { BaseAddress = new Uri($"http://{Host}") };
        while (!await AnswersAsync(client, cancellationToken))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"docker-registry ended with {_process.ExitCode}.");
            }

            await Task.Delay(50, cancellationToken);
        }

        _slow = SlowWay.Start(_port);
    }

    /// <summary>Takes the brake off the slow way.</summary>
    public void HurryUp() => _slow!.HurryUp();

    public async ValueTask DisposeAsync()
    {
        if (_slow is not null)
        {
            await _slow.DisposeAsync();
        }

        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("/v2/", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException exception) when (exception.InnerException is SocketException)
        {
            return false;
        }
    }
}
