using System.Diagnostics;

namespace LocalAi.TestServers.Engines;

/// <summary>An image registry on the loopback interface, which engines take without TLS; and a slow way to it, for pulls that one can watch.</summary>
public sealed class OwnRegistry : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-registry-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly SlowWay _slow;
    private Process? _process;

    public OwnRegistry() => _slow = new SlowWay(FreePort.Next(), _port);

    /// <summary><c>127.0.0.1:port</c>, to push to.</summary>
    public string Host => $"127.0.0.1:{_port}";

    /// <summary><c>127.0.0.1:port</c>, to pull from: slowly until <see cref="HurryUp"/>.</summary>
    public string SlowHost => $"127.0.0.1:{_slow.Port}";

    public static string? WhyNot() => RealServices.Missing("docker-registry");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(_folder, "config.yml");
        await File.WriteAllTextAsync(configuration, $"""
            version: 0.1
            log: [ level: error ]
            storage: [ filesystem: [ rootdirectory: {_folder}/data ] ]
            http: [ addr: 127.0.0.1:{_port} ]
            """.Replace("[ level: error ]", "{ level: error }", StringComparison.Ordinal)
            .Replace($"[ filesystem: [ rootdirectory: {_folder}/data ] ]", $"{{ filesystem: {{ rootdirectory: {_folder}/data }} }}", StringComparison.Ordinal), cancellationToken);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]))!;
    }

    public void HurryUp() => _slow.HurryUp();

    public async ValueTask DisposeAsync() => await _slow.DisposeAsync();
}
