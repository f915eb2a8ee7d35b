using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;

namespace LocalAi.IntegrationTests.Services;

/// <summary>Engines that are not the usual one: Podman, and a Docker that can pull nothing. Each is the test's own.</summary>
[Collection(nameof(WholeStacks))]
public sealed partial class OtherEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Podman_RunsTheContainers_WhereDockerHostNamesIt()
    {
        Assert.SkipWhen(OwnPodman.WhyNot() is not null, OwnPodman.WhyNot() ?? "");
        await using var engine = new OwnPodman();
        await engine.StartAsync(Cancellation);
        TinyImage.MakeIn(arguments => engine.Read(arguments));
        await using var host = Host(engine, ("Services:searxng:Image", TinyImage.Name), ("Services:open-webui:Image", TinyImage.Name), ("Services:n8n:Source", "off"));
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        Assert.Matches($@"(?m)^  searxng .*container: {TinyImage.Name}", host.Output);
        var before = Containers(engine);
        Assert.Equal(["open-webui", "searxng"], before.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"127.0.0.1:{host.Port("searxng")}", engine.Read("port", before["searxng"]).Split(" -> ")[1]);
        Assert.Contains("formats:", engine.Read("exec", before["searxng"], "/bin/busybox", "cat", "/etc/searxng/settings.yml"));
        Assert.Contains("serving", await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "logs", "searxng.log"), Cancellation));

        // From the container to a program of this machine, by its name.
        Assert.Equal("Healthy", engine.Read("exec", before["open-webui"], "/bin/busybox", "wget", "-q", "-O", "-", $"http://agent.dev.internal:{host.Port("agent")}/alive"));

        engine.Read("kill", before["searxng"]);
        await host.WaitUntilAsync(
            () => Task.FromResult(Containers(engine).TryGetValue("searxng", out var id) && id != before["searxng"]), "a new container", Cancellation);
        await host.WaitUntilUpAsync("searxng", Cancellation);

        await host.StopAsync(terminate: true, Cancellation);
        Assert.Empty(Containers(engine));
        Assert.DoesNotContain("localai-", engine.Read("network", "ls", "--format", "{{.Name}}"));
    }

    [Fact]
    public async Task ServiceIsOff_WithTheEnginesReason_WhenItsImageCannotBePulled()
    {
        Assert.SkipWhen((OwnDocker.WhyNot() ?? OwnRegistry.WhyNot()) is not null, OwnDocker.WhyNot() ?? OwnRegistry.WhyNot() ?? "");
        await using var registry = new OwnRegistry();
        await registry.StartAsync(Cancellation);
        await using var engine = new OwnDocker();
        await engine.StartAsync(Cancellation);
        var nobody = FreePort.Next();
        await using var host = Host(
            engine,
            ("Services:n8n:Image", $"127.0.0.1:{nobody}/n8n:1"), ("Services:open-webui:Image", $"{registry.Host}/no/such:1"), ("Services:searxng:Source", "off"));
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        Assert.Matches($@"(?m)^  n8n +off: the image 127\.0\.0\.1:{nobody}/n8n:1 is not on this machine and cannot be pulled \(.*connection refused\)", host.Output);
        Assert.Matches($@"(?m)^  open-webui +off: the image {Regex.Escape(registry.Host)}/no/such:1 is not on this machine and cannot be pulled \(.*manifest unknown.*\)", host.Output);
        using var client = new HttpClient { BaseAddress = host.Address("agent") };
        var services = (await client.GetFromJsonAsync<JsonElement>("api/services", Cancellation)).GetProperty("items").EnumerateArray().ToDictionary(service => service.GetProperty("name").GetString()!);
        Assert.Equal("off", services["n8n"].GetProperty("state").GetString());
        Assert.Matches(Refused(), services["n8n"].GetProperty("reason").GetString());
        Assert.StartsWith("connect this machine to the internet once", services["n8n"].GetProperty("remedy").GetString());
        Assert.StartsWith("load the image with 'docker load'", services["open-webui"].GetProperty("remedy").GetString());
    }

    private static AppHostProcess Host(OwnEngine engine, params (string Key, string Value)[] settings)
    {
        var host = new AppHostProcess(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        host.Environment["DOCKER_HOST"] = engine.Address;
        return host;
    }

    private static Dictionary<string, string> Containers(OwnEngine engine) =>
        engine.Read("ps", "--all", "--no-trunc", "--format", "{{.Label \"localai.resource\"}} {{.ID}}").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1]);

    [GeneratedRegex("connection refused")]
    private static partial Regex Refused();
}
