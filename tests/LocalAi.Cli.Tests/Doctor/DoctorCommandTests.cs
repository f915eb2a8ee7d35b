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
        { "DNS", "no domain", "failed", "No domain is given. → Name it: localai doctor --public --domain ai.example.org" },
        { "DNS", "no record", "failed", "ai.example.org has no address. → Add an A record" },
        { "DNS", "other record", "warning", "ai.example.org is 198.51.100.1; this machine's interfaces are 203.0.113.7. → Behind a cloud" },
        { "DNS", "one record of two", "failed", "ai.example.org is 203.0.113.7, 198.51.100.1, of which some are not this machine. → Remove the wrong" },
        { "DNS", "stated address", "ok", "ai.example.org is 198.51.100.1, this machine." },
        { "Firewall", "ufw closed", "failed", "ufw does not let 443 in. → sudo ufw allow 443/tcp" },
        { "Firewall", "ufw open", "ok", "ufw lets 80 and 443 in." },
        { "Firewall", "firewalld closed", "failed", "firewalld does not let 80 and 443 in. → sudo firewall-cmd" },
        { "Firewall", "ufw needs root", "warning", "ufw failed with exit code 1: ERROR: You need to be root → Run this check as root" },
        { "Ports 80 and 443", "web server", "failed", "Something listens on 80 already. → If that is LocalAi's Caddy" },
        { "Ports 80 and 443", "unprivileged", "warning", "This user may not listen on ports below 1024. → Run Caddy in a container" },
        { "Exposed services", "open ollama", "failed", "Reachable from other machines: ollama on 11434. → Bind them to 127.0.0.1" },
        { "Exposed services", "local ollama", "ok", "No service of the stack listens beyond 127.0.0.1." },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public async Task Check_SaysWhatIsWrongAndTheRemedy_WhenTheMachineIsLikeThis(string check, string machine, string status, string finding)
    {
        Make(machine);
        var domain = machine == "no domain" ? null : "ai.example.org";
        var found = DoctorCommand.Checks(_terminal.Context, true, domain, machine == "stated address" ? "198.51.100.1" : null).Single(candidate => candidate.Name == check);

        var result = await found.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, result.Status.ToString(), ignoreCase: true);
        Assert.StartsWith(finding, $"{result.Detail} → {result.Remedy}", StringComparison.Ordinal);
        Assert.Equal(result.Status is CheckStatus.Warning or CheckStatus.Failed, result.Remedy is not null);
    }

    [Fact]
    public async Task RealProbes_AnswerWithoutThrowing_OnThisMachine()
    {
        var context = CliContext.ForThisMachine();
        foreach (var check in DoctorCommand.Checks(context with { Detect = _terminal.Context.Detect }, true, "localhost", null).Where(check => check is not ClockCheck))
        {
            Assert.NotEmpty((await check.RunAsync(TestContext.Current.CancellationToken)).Detail);
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
            "6 GiB" => WithMemory(hardware, 6),
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
