using System.Net;
using System.Text.Json;
using LocalAi.Cli.Doctor;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;

namespace LocalAi.Cli.Tests.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly Terminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Doctor_ExitsZero_WhenNothingFailed()
    {
        Assert.Equal(0, await _terminal.RunAsync("doctor"));

        Assert.Contains("This machine is ready.", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(["ok", "ok", "warning", "skipped", "ok", "ok", "ok", "ok"], await StatusesAsync());
    }

    [Fact]
    public async Task Doctor_ExitsOneWithTheRemedy_WhenACheckFailed()
    {
        _terminal.Probes = _terminal.Probes with { FreeBytes = _ => 1L << 30 };

        Assert.Equal(1, await _terminal.RunAsync("doctor"));

        Assert.Contains("1 check failed; the arrows say what to do.", _terminal.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Findings => new()
    {
        // check, what the machine is like, status, beginning of finding and remedy
        { ".NET SDK", "no dotnet", "failed", "dotnet is not installed. → Install the .NET 10 SDK" },
        { ".NET SDK", "old sdk", "failed", "The newest SDK is 8.0.404; 10.0 is needed. → Install the .NET 10 SDK" },
        { "Container engine", "no engine", "warning", "Neither Docker nor Podman is installed: services run as programs of this machine, or are off. → Install Docker" },
        { "Container engine", "engine down", "warning", "docker failed with exit code 1: Cannot connect to the Docker daemon → Start the engine" },
        { "GPU", "hanging driver", "warning", "nvidia-smi did not answer within 5 seconds. → Reinstall or restart the GPU driver" },
        { "GPU", "3090", "ok", "GeForce RTX 3090 (24.0 GiB). Best model here: qwen3:32b." },
        { "Memory", "2 GiB", "failed", "2.0 GiB, 24.0 GiB available, read at 40 GB/s. → LocalAi's services need 4 GiB" },
        { "Memory", "6 GiB", "warning", "6.0 GiB, 24.0 GiB available, read at 40 GB/s. → Without a GPU a model needs 8 GiB" },
        { "Disk", "full disk", "failed", "1.0 GiB free for" },
        { "Disk", "small disk", "warning", "10.0 GiB free for" },
        { "Disk", "read-only disk", "failed", "/data cannot be written: Read-only file system → Give this user the directory" },
        { "Ports", "web port taken", "failed", "In use: 7080 (web). → If LocalAi is running this is as it should be. Otherwise end the program that listens there, or set another port: LocalAi:Services:web:Port." },
        { "Ports", "n8n port taken", "warning", "In use: 5678 (n8n). →" },
        { "Ports", "moved web port taken", "failed", "In use: 9090 (web). →" },
        { "Clock", "clock ahead", "failed", "This clock is 120 s ahead of acme-v02.api.letsencrypt.org. → Switch time synchronization on" },
        { "Clock", "offline", "skipped", "No network and no timedatectl to compare with." },
        { "Clock", "offline, not synchronized", "warning", "The system says its clock is not synchronized. → Switch time synchronization on" },
        { "Memory", "server of 6 GiB", "failed", "6.0 GiB, 24.0 GiB available, read at 40 GB/s. → A server runs all services at once and needs 8 GiB." },
        { "Disk", "server with a full disk", "failed", "1.0 GiB free for /srv/docker. → Free at least 5 GiB" },
        { "Docker Compose", "server", "ok", "Compose 2.40.0." },
        { "Docker Compose", "server without engine", "failed", "docker is not installed. → Install and start Docker" },
        { "Domain", "no domain", "failed", "No domain is given. → Name it" },
        { "Domain", "placeholder", "failed", "ai.example.org: a placeholder, nobody can have a certificate for it. → Publish with the name" },
        { "Domain", "real domain", "ok", "ai.mycompany.com." },
        { "Domain", "scheme", "failed", "'https://ai.mycompany.com' is no host name. → Publish with the name" },
        { "DNS", "no domain", "skipped", "There is no name to look up." },
        { "DNS", "no record", "failed", "ai.example.org has no address. → Add an A record" },
        { "DNS", "other record", "failed", "ai.example.org is 198.51.100.1, and this machine 203.0.113.7. → Point the A record of ai.example.org to 203.0.113.7" },
        { "DNS", "other record behind translation", "warning", "ai.example.org is 198.51.100.1; this machine's interfaces are 10.0.0.5. → Behind a cloud" },
        { "DNS", "one record of two", "failed", "ai.example.org is 203.0.113.7, 198.51.100.1, of which some are not this machine. → Remove the wrong" },
        { "DNS", "stated address", "ok", "ai.example.org is 198.51.100.1, this machine." },
        { "Firewall", "ufw closed", "failed", "ufw does not let 443 in. → sudo ufw allow 443/tcp" },
        { "Firewall", "ufw open", "ok", "ufw lets 80 and 443 in." },
        { "Firewall", "firewalld closed", "failed", "firewalld does not let 80 and 443 in. → sudo firewall-cmd" },
        { "Firewall", "ufw needs root", "warning", "ufw failed with exit code 1: ERROR: You need to be root → Run this check as root" },
        { "Ports 80 and 443", "web server", "failed", "Something listens on 80 already. → If that is LocalAi's Caddy" },
        { "Ports 80 and 443", "own Caddy", "ok", "LocalAi's Caddy listens on them." },
        { "Ports 80 and 443", "unprivileged", "warning", "This user may not listen on ports below 1024. → Run Caddy in a container" },
        { "Exposed services", "open ollama", "failed", "Reachable from other machines: ollama on 11434. → Bind them to 127.0.0.1" },
        { "Exposed services", "local ollama", "ok", "No service of the stack listens beyond 127.0.0.1." },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public async Task Check_SaysWhatIsWrongAndTheRemedy_WhenTheMachineIsLikeThis(string check, string machine, string status, string finding)
    {
        Make(machine);
        string[] names = machine switch { "no domain" => [], "real domain" => ["ai.mycompany.com"], "scheme" => ["https://ai.mycompany.com"], _ => ["ai.example.org"] };
        var isServer = machine.StartsWith("server", StringComparison.Ordinal);
        // What a public server needs beyond a laptop has rows of its own.
        var found = DoctorCommand.Checks(_terminal.Context, isServer || check is not "Memory", isServer, names, machine == "stated address" ? "198.51.100.1" : null).Single(candidate => candidate.Name == check);

        var result = await found.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, result.Status.ToString(), ignoreCase: true);
        Assert.StartsWith(finding, $"{result.Detail} → {result.Remedy}", StringComparison.Ordinal);
        Assert.Equal(result.Status is CheckStatus.Warning or CheckStatus.Failed, result.Remedy is not null);
    }

    [Fact]
    public async Task RealProbes_AnswerWithoutThrowing_OnThisMachine()
    {
        var context = CliContext.ForThisMachine();
        foreach (var check in DoctorCommand.Checks(context with { Detect = _terminal.Context.Detect }, true, true, ["localhost"], null).Where(check => check is not ClockCheck))
        {
            Assert.NotEmpty((await check.RunAsync(TestContext.Current.CancellationToken)).Detail);
        }
    }

    [Fact]
    public async Task Doctor_TakesTheHostNames_FromThePublishedFolder()
    {
        var folder = Directory.CreateTempSubdirectory("localai-doctor-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "caddy"));
            await File.WriteAllTextAsync(Path.Combine(folder, "docker-compose.yaml"), "services: {}\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "caddy", "Caddyfile"),
                "{\n\tadmin off\n}\n\n(site) {\n\theader -Server\n}\n\nai.example.com {\n\timport site\n}\n\nn8n.ai.example.com {\n\timport site\n}\n",
                TestContext.Current.CancellationToken);

            Assert.Equal(1, await _terminal.RunAsync("doctor", "--public", "--deployment", folder, "--json"));

            var checks = JsonElement.Parse(_terminal.Output).EnumerateArray().ToDictionary(check => check.GetProperty("check").GetString()!, check => check.GetProperty("detail").GetString());
            Assert.Equal("ai.example.com, n8n.ai.example.com: a placeholder, nobody can have a certificate for it.", checks["Domain"]);
            Assert.Equal("ai.example.com is 203.0.113.7, this machine. n8n.ai.example.com is 203.0.113.7, this machine.", checks["DNS"]);
            Assert.DoesNotContain(".NET SDK", checks.Keys);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Make(string machine)
    {
        var probes = _terminal.Probes;
        var hardware = _terminal.Hardware;
        _terminal.Probes = machine switch
        {
            "no dotnet" or "no engine" or "offline" => probes with { Run = Terminal.Programs(), RemoteTime = (_, _) => Task.FromResult<DateTimeOffset?>(null) },
            "old sdk" => probes with { Run = Terminal.Programs(("dotnet", "6.0.425 [/sdk]\n8.0.404 [/sdk]\n")) },
            "engine down" => probes with { Run = Fails("docker", "docker failed with exit code 1: Cannot connect to the Docker daemon") },
            "full disk" => probes with { FreeBytes = _ => 1L << 30 },
            "small disk" => probes with { FreeBytes = _ => 10L << 30 },
            "read-only disk" => probes with { WhyNotWritable = _ => "Read-only file system", Setting = name => name == "LocalAi__DataDirectory" ? "/data" : null },
            "web port taken" => probes with { CanListen = (port, _) => port != 7080 },
            "n8n port taken" => probes with { CanListen = (port, _) => port != 5678 },
            "moved web port taken" => probes with { CanListen = (port, _) => port != 9090, Setting = name => name == "LocalAi__Services__web__Port" ? "9090" : null },
            "clock ahead" => probes with { RemoteTime = (_, _) => Task.FromResult<DateTimeOffset?>(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(120)) },
            "offline, not synchronized" => probes with { Run = Terminal.Programs(("timedatectl", "no\n")), RemoteTime = (_, _) => Task.FromResult<DateTimeOffset?>(null) },
            "no record" => Resolves(probes),
            "server of 6 GiB" or "server" => probes with { Run = Terminal.Programs(("docker", "2.40.0\n")) },
            "server with a full disk" => probes with { FreeBytes = path => path == "/srv/docker" ? 1L << 30 : 200L << 30, Run = Terminal.Programs(("docker", "/srv/docker\n")) },
            "server without engine" => probes with { Run = Terminal.Programs() },
            "own Caddy" => probes with { Listeners = () => [new IPEndPoint(IPAddress.Any, 80)], Run = Terminal.Programs(("docker", "caddy\n")) },
            "other record behind translation" => Resolves(probes, "198.51.100.1") with { OwnAddresses = () => [IPAddress.Parse("10.0.0.5")] },
            "other record" or "stated address" => Resolves(probes, "198.51.100.1"),
            "one record of two" => Resolves(probes, "203.0.113.7", "198.51.100.1"),
            "ufw closed" => probes with { Run = Terminal.Programs(("ufw", "Status: active\n\nTo                         Action      From\n--                         ------      ----\n22/tcp                     ALLOW       Anywhere\n80/tcp                     ALLOW       Anywhere\n443/tcp                    DENY        Anywhere\n")) },
            "ufw open" => probes with { Run = Terminal.Programs(("ufw", "Status: active\n\n80,443/tcp                 ALLOW       Anywhere\n")) },
            "firewalld closed" => probes with { Run = Terminal.Programs(("firewall-cmd", "public (active)\n  services: dhcpv6-client ssh\n  ports: \n")) },
            "ufw needs root" => probes with { Run = Fails("ufw", "ufw failed with exit code 1: ERROR: You need to be root") },
            "web server" => probes with { Listeners = () => [new IPEndPoint(IPAddress.Any, 80)] },
            "unprivileged" => probes with { CanListen = (port, _) => port >= 1024 },
            "open ollama" => probes with { Listeners = () => [new IPEndPoint(IPAddress.IPv6Any, 11434)] },
            "local ollama" => probes with { Listeners = () => [new IPEndPoint(IPAddress.Loopback, 11434), new IPEndPoint(IPAddress.Any, 22)] },
            _ => probes,
        };
        _terminal.Hardware = machine switch
        {
            "hanging driver" => hardware with { Probes = [new ProbeReport("nvidia-smi", false, "nvidia-smi did not answer within 5 seconds.", 5)] },
            "3090" => hardware with { Machine = Machine.With(GpuCatalogue.Find("rtx-3090")!), Notes = [] },
            "2 GiB" => WithMemory(hardware, 2),
            "6 GiB" or "server of 6 GiB" => WithMemory(hardware, 6),
            _ => hardware,
        };
    }

    private static DetectedHardware WithMemory(DetectedHardware hardware, int gib) =>
        hardware with { Machine = hardware.Machine with { Processor = hardware.Machine.Processor with { MemoryBytes = (long)gib << 30 } } };

    private static DoctorProbes Resolves(DoctorProbes probes, params string[] addresses) =>
        probes with { Resolve = (_, _) => Task.FromResult<IReadOnlyList<IPAddress>>([.. addresses.Select(IPAddress.Parse)]) };

    private static Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> Fails(string program, string failure) => (asked, _, _) =>
        Task.FromResult(new CommandResult(null, asked == program ? failure : $"{asked} is not installed."));

    private static async Task<IEnumerable<string?>> StatusesAsync()
    {
        using var terminal = new Terminal();
        await terminal.RunAsync("doctor", "--json");
        return JsonElement.Parse(terminal.Output).EnumerateArray().Select(check => check.GetProperty("status").GetString());
    }
}
