using System.CommandLine;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Output;
using LocalAi.Hardware.Detection;
using Spectre.Console;

namespace LocalAi.Cli.Doctor;

/// <summary><c>localai doctor</c>: whether this machine is ready, and what to do where it is not.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        var isPublic = new Option<bool>("--public") { Description = "Also check what the public environment needs: DNS, firewall, ports 80 and 443" };
        var domain = new Option<string?>("--domain") { Description = "The public name", HelpName = "NAME" };
        var address = new Option<string?>("--address") { Description = "The public address, behind address translation", HelpName = "IP" };
        var deployment = DeploymentOption.Create();
        deployment.Description = "A published folder that is to run here: its host names, and what Docker Compose needs";
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("doctor", "Check this machine: SDK, engine, GPU, ports, disk, memory, clock. Exits 1 when a check failed.") { isPublic, domain, address, deployment, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var published = parsed.GetValue(deployment) is { } folder ? Deployment.Open(folder) : null;
            IReadOnlyList<string> names = parsed.GetValue(domain) is { } name ? [name] : published is not null ? PublishedHosts.Read(published) : [];
            var checks = Checks(context, parsed.GetValue(isPublic), published is not null, names, parsed.GetValue(address));
            return await RunAsync(context, checks, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <param name="context">The machine.</param>
    /// <param name="isPublic">Whether it is to serve the internet.</param>
    /// <param name="isDeployment">Whether it runs a published folder: in Docker, without the SDK and without the ports of a local stack.</param>
    /// <param name="names">The public host names.</param>
    /// <param name="address">The public address where it is none of the machine's own.</param>
    internal static IReadOnlyList<IDoctorCheck> Checks(CliContext context, bool isPublic, bool isDeployment, IReadOnlyList<string> names, string? address)
    {
        var probes = context.Doctor;
        Task<DetectedHardware>? detection = null;
        Task<DetectedHardware> Detect(CancellationToken cancellationToken) => detection ??= context.Detect(cancellationToken);
        IReadOnlyList<IDoctorCheck> runtime = isDeployment ? [new ComposeCheck(probes)] : [new SdkCheck(probes), new EngineCheck(probes)];
        IReadOnlyList<IDoctorCheck> machine = [new GpuCheck(Detect), new ContainerGpuCheck(probes, Detect), new MemoryCheck(Detect, isPublic || isDeployment), new DiskCheck(probes, isDeployment)];
        return
        [
            .. runtime,
            .. machine,
            .. isDeployment ? Array.Empty<IDoctorCheck>() : [new PortCheck(probes)],
            new ClockCheck(probes),
            .. isPublic ? [new DomainCheck(names), new DnsCheck(probes, names, address), new FirewallCheck(probes), new PublicPortsCheck(probes), new ExposureCheck(probes)] : Array.Empty<IDoctorCheck>(),
        ];
    }

    private static async Task<int> RunAsync(CliContext context, IReadOnlyList<IDoctorCheck> checks, bool json, CancellationToken cancellationToken)
    {
        var results = new List<(string Name, CheckResult Result)>();
        foreach (var check in checks)
        {
            results.Add((check.Name, await check.RunAsync(cancellationToken)));
        }

        var failed = results.Count(entry => entry.Result.Status == CheckStatus.Failed);
        if (json)
        {
            await Screen.WriteJsonAsync(context, results.Select(entry => new { check = entry.Name, entry.Result.Status, entry.Result.Detail, entry.Result.Remedy }));
        }
        else
        {
            Write(Screen.Of(context), results, failed);
        }

        return failed == 0 ? ExitCode.Success : ExitCode.Negative;
    }

    private static void Write(IAnsiConsole console, List<(string Name, CheckResult Result)> results, int failed)
    {
        var table = Screen.Table("", "Check", "Finding");
        table.Columns[0].NoWrap();
        foreach (var (name, result) in results)
        {
            var (sign, style) = result.Status switch
            {
                CheckStatus.Ok => ("ok", new Style(Color.Green)),
                CheckStatus.Warning => ("warn", new Style(Color.Yellow)),
                CheckStatus.Failed => ("FAIL", new Style(Color.Red)),
                _ => ("skip", Style.Plain),
            };
            table.AddRow(new Text(sign, style), new Text(name), new Text(result.Remedy is null ? result.Detail : $"{result.Detail}\n→ {result.Remedy}"));
        }

        console.Write(table);
        console.Write(new Text(failed == 0 ? "This machine is ready.\n" : $"{failed} {(failed == 1 ? "check" : "checks")} failed; the arrows say what to do.\n"));
    }
}
