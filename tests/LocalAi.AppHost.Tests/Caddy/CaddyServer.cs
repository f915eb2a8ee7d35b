using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Caddy;

/// <summary>The real Caddy on the Caddyfile of some options, with clients that take every host name for this machine.</summary>
internal sealed class CaddyServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-caddy-").FullName;
    private readonly Process _process;

    private CaddyServer(LocalAiOptions options, IReadOnlyList<CaddySite> sites, IReadOnlyDictionary<string, string> environment)
    {
        var file = Path.Combine(_folder, "Caddyfile");
        File.WriteAllText(file, Caddyfile.Write(options, sites, HttpsPort, HttpPort));
        var start = new ProcessStartInfo("caddy", ["run", "--config", file, "--adapter", "caddyfile"]) { RedirectStandardError = true };
        start.Environment["XDG_DATA_HOME"] = _folder;
        start.Environment["XDG_CONFIG_HOME"] = _folder;
        start.Environment["CADDY_DATA"] = Path.Combine(_folder, "caddy");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public int HttpsPort { get; } = FreePort.Next();

    public int HttpPort { get; } = FreePort.Next();

    /// <summary>Starts it and waits until the first site answers.</summary>
    public static async Task<CaddyServer> StartAsync(
        LocalAiOptions options, IReadOnlyList<CaddySite> sites, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var server = new CaddyServer(options, sites, environment);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20, cancellationToken))
        {
            try
            {
                using var client = server.Client();
                using var response = await client.GetAsync(server.Address(options.Domain), cancellationToken);
                return server;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or CryptographicException && watch.Elapsed < TimeSpan.FromSeconds(30) && !server._process.HasExited)
            {
                // Its authority and certificates are made when it starts.
            }
        }
    }

    public Uri Address(string host, string path = "/") => new($"https://{host}:{HttpsPort}{path}");

    /// <summary>A client that trusts one authority alone: Caddy's own, unless another is given.</summary>
    public HttpClient Client(X509Certificate2? authority = null) => new(Handler(authority));

    public SocketsHttpHandler Handler(X509Certificate2? authority = null)
    {
        authority ??= X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "caddy", "pki", "authorities", "local", "root.crt"));
        return new()
        {
            ConnectCallback = ConnectAsync,
            AllowAutoRedirect = false,
            SslOptions = new()
            {
                CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
