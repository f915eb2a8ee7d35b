using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.BrowserTests.Deployment;

/// <summary>
/// The public deployment as an operator makes it: published, its secrets filled, started by Docker Compose. The images are those of
/// <c>eng/real-services.sh</c>, and certificates come from Caddy's own authority.
/// </summary>
public sealed class DeployedStack : IAsyncLifetime
{
    /// <summary>Browsers take every name below localhost for this machine.</summary>
    public const string Domain = "stack.localhost";

    private const string Simulated = "simulated/extractive";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string _parent = Directory.CreateTempSubdirectory("localai-deployment-").FullName;

    // Compose calls the project by its folder's name.
    private readonly string _project = $"localai-test-{Guid.NewGuid():N}"[..24];
    private X509Certificate2? _authority;

    /// <summary>Why there is no deployment on this machine; null when it runs.</summary>
    public string? WhyNot { get; private set; }

    public int HttpsPort { get; } = FreePort.Next();

    private int HttpPort { get; } = FreePort.Next();

    private string Folder => Path.Combine(_parent, _project);

    private string Backup => Path.Combine(_parent, "stack.backup");

    public async ValueTask InitializeAsync()
    {
        WhyNot = RealServices.WhyNoContainers() ?? WhyNoCompose();
        if (WhyNot is not null)
        {
            return;
        }

        try
        {
            await PublishAsync(await OwnImagesAsync());
            await LocalAiAsync("secrets", "init", Folder);
            await StartAsync();
            _authority = X509Certificate2.CreateFromPem(await ComposeAsync("exec", "--no-TTY", "caddy", "cat", "/data/caddy/pki/authorities/local/root.crt"));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes and starts every container and waits until all are healthy.</summary>
    public async Task StartAsync()
    {
        try
        {
            await ComposeAsync("up", "--detach", "--quiet-pull");
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException($"{error.Message}\n{await LogsAsync(await UnwellAsync())}", error);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (await UnwellAsync() is { Count: > 0 } waiting)
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not healthy within {Patience.TotalMinutes:0} minutes. {await LogsAsync(waiting)}");
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Removes every container and the network; volumes stay.</summary>
    public Task StopAsync() => ComposeAsync("down", "--timeout", "10");

    /// <summary>Saves the deployment while it runs, as its operator does.</summary>
    public Task SaveAsync() => LocalAiAsync("backup", Backup, "--deployment", Folder);

    /// <summary>Removes containers, volumes and the published files: what is left is the backup.</summary>
    public async Task DestroyAsync()
    {
        await ComposeAsync("down", "--volumes", "--timeout", "10");
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Puts the backup back and waits until all services are healthy.</summary>
    public async Task RestoreAsync()
    {
        await LocalAiAsync("restore", Backup, "--deployment", Folder);
        // The models are not in the backup: the service that pulls them is to end too.
        await StartAsync();
    }

    /// <summary>Each service with its container, its state and its health.</summary>
    public async Task<IReadOnlyList<(string Service, string Id, string State)>> ContainersAsync()
    {
        var output = await ComposeAsync("ps", "--all", "--no-trunc", "--format", "{{.Service}}|{{.ID}}|{{.State}} {{.Health}} {{.ExitCode}}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).Select(parts => (parts[0], parts[1], parts[2]))];
    }

    /// <summary>What the engine says of a container.</summary>
    public static async Task<JsonElement> InspectAsync(string id)
    {
        using var document = JsonDocument.Parse(await RunAsync("docker", ["inspect", id]));
        return document.RootElement[0].Clone();
    }

    /// <summary>The value of a variable of <c>.env</c>.</summary>
    public string Secret(string name) =>
        File.ReadAllLines(Path.Combine(Folder, ".env")).First(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    public string Address(string label) => $"https://{(label.Length == 0 ? "" : $"{label}.")}{Domain}:{HttpsPort.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A client that goes to Caddy and trusts its authority and no other.</summary>
    public HttpClient CreateClient(string label)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { _authority! },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri(Address(label)), Timeout = TimeSpan.FromMinutes(1) };
    }

    /// <summary>A client of the agent that has its key.</summary>
    public HttpClient CreateAgentClient()
    {
        var client = CreateClient("api");
        client.DefaultRequestHeaders.Authorization = new("Bearer", Secret("AGENT_KEY"));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _authority?.Dispose();
        if (!Directory.Exists(_parent))
        {
            return;
        }

        if (WhyNot is null && Directory.Exists(Folder))
        {
            // By its labels: the files may be gone, or half restored.
            Directory.Delete(Folder, recursive: true);
            await RunAsync("docker", ["compose", "--project-name", _project, "down", "--volumes", "--timeout", "5"]);
        }

        Directory.Delete(_parent, recursive: true);
    }

    private static string? WhyNoCompose() => File.Exists(Path.Combine(DockerConfiguration, "cli-plugins", "docker-compose"))
        ? null
        : "Docker Compose is not installed: run eng/real-services.sh install";

    private static string DockerConfiguration => Path.Combine(Repository.Root, ".cache", "docker-config");

    /// <summary>Images of what has just been built.</summary>
    private static async Task<Dictionary<string, string>> OwnImagesAsync()
    {
        var output = await RunAsync(Path.Combine(Repository.Root, "eng", "real-services.sh"), ["dotnet-images"]);
        return output.Split('\n').Select(line => line.Split('=')).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private async Task PublishAsync(Dictionary<string, string> own)
    {
        string[] settings =
        [
            "Environment=public", $"Domain={Domain}", "Tls=internal", $"Models:Chat={Simulated}", "Models:Embedding=simulated/hashed-ngrams", "Services:ollama:Public=true",
            $"Services:caddy:Port={HttpsPort}", $"Services:caddy:HttpPort={HttpPort}", "Services:ollama:Image=localai-test/ollama:1",
            .. new[] { "agent", "web", "dashboard" }.Select(name => $"Services:{name}:Image={own[name]}"),
            .. RealServices.ImageSettings.Select(image => $"{image.Key}={image.Value}"),
        ];
        await RunAsync("dotnet",
            [Repository.Assembly("LocalAi.AppHost"), "--operation", "publish", "--step", "publish", "--output-path", Folder, .. settings.Select(setting => $"--LocalAi:{setting}")]);
    }

    private async Task<IReadOnlyList<(string Service, string Id, string State)>> UnwellAsync() =>
        [.. (await ContainersAsync()).Where(container => container.State is not ("running healthy 0" or "exited  0"))];

    private async Task<string> LogsAsync(IReadOnlyList<(string Service, string Id, string State)> containers) =>
        $"{string.Join(", ", containers.Select(container => $"{container.Service} is {container.State}"))}.\n"
        + await ComposeAsync(["logs", "--tail", "40", .. containers.Select(container => container.Service)]);

    private Task<string> ComposeAsync(params string[] arguments) => RunAsync("docker", ["compose", "--project-directory", Folder, .. arguments]);

    private static Task<string> LocalAiAsync(params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(Repository.Root, "artifacts", "bin", "LocalAi.Cli", Repository.Configuration, "localai.dll"), .. arguments]);

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_CONFIG"] = DockerConfiguration, ["LOCALAI_BACKUP_PASSPHRASE"] = "correct horse battery staple" },
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
    }
}
