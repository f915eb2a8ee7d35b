using LocalAi.TestServers;
using LocalAi.TestServers.Engines;

namespace LocalAi.Hosting.Tests.Run.Containers;

/// <summary>Containers as the machine's engine has them when this host has started them.</summary>
public sealed class ContainerTests : IAsyncDisposable
{
    private static readonly string Image = TinyImage.Name.Split(':')[0];
    private static readonly string Tag = TinyImage.Name.Split(':')[1];

    private readonly TestApplication _application = new();
    private readonly int _port = FreePort.Next();

    public ContainerTests()
    {
        Assert.SkipWhen(WhyNot() is not null, WhyNot() ?? "");
        if (RealServices.Run("docker", ["image", "inspect", TinyImage.Name]) != 0)
        {
            TinyImage.MakeIn(arguments => RealServices.Read("docker", arguments));
        }
    }

    [Fact]
    public async Task Container_IsMadeAsItIsDeclared()
    {
        var folder = Directory.CreateDirectory(_application.File("shared")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "note"), "from this machine", TestContext.Current.CancellationToken);
        AddServer()
            .WithEnvironment("GREETING", "hello")
            .WithBindMount(folder, "/shared", isReadOnly: true)
            .WithVolume("/kept")
            .WithContainerRuntimeArgs("--device", "/dev/zero:/dev/given", "--cap-drop", "ALL")
            .WithContainerFiles(
                "/opt/own",
                [
                    new ContainerFile { Name = "start.sh", Contents = "#!/bin/sh\r\necho hi\r\n", Mode = (UnixFileMode)0x1ED },
                    new ContainerDirectory { Name = "sub", Entries = [new ContainerFile { Name = "secret", Contents = "s", Mode = (UnixFileMode)0x180, Owner = 7, Group = 8 }] },
                ],
                defaultOwner: 1000,
                defaultGroup: 1001);
        await _application.StartAsync();
        var id = Id(await _application.WaitHealthyAsync("server"));

        Assert.Equal("755 1000 1001", Exec(id, "stat", "-c", "%a %u %g", "/opt/own/start.sh"));
        Assert.Equal("600 7 8", Exec(id, "stat", "-c", "%a %u %g", "/opt/own/sub/secret"));
        Assert.Equal("755 1000 1001", Exec(id, "stat", "-c", "%a %u %g", "/opt/own/sub"));
        Assert.Equal("#!/bin/sh\necho hi", Exec(id, "cat", "/opt/own/start.sh"));
        Assert.Equal("from this machine", Exec(id, "cat", "/shared/note"));
        Assert.Equal("hello", Exec(id, "sh", "-c", "echo $GREETING"));
        Assert.Equal("1", Exec(id, "sh", "-c", "/bin/busybox head -c 1 /dev/given | /bin/busybox wc -c"));
        Assert.Equal($"127.0.0.1:{_port}", RealServices.Read("docker", "port", id, "8080/tcp"));
        Assert.Equal("serving", (await File.ReadAllTextAsync(Path.Combine(_application.DataDirectory, "logs", "server.log"), TestContext.Current.CancellationToken)).Trim().Split(' ')[^1]);
    }

    [Fact]
    public async Task Containers_ReachEachOtherAndThisMachine_ByName()
    {
        var server = AddServer();
        var service = _application.AddService("here").WithHttpEndpoint();
        _application.Builder.AddContainer("other", Image, Tag).WithHttpEndpoint(targetPort: 8080).WithHttpHealthCheck("/health")
            .WithEnvironment("SERVER", server.GetEndpoint("http"))
            .WithEnvironment("HERE", service.GetEndpoint("http"));
        await _application.StartAsync();
        await _application.WaitHealthyAsync("server");
        await _application.WaitAsync("here", KnownResourceStates.Running);
        var id = Id(await _application.WaitHealthyAsync("other"));

        Assert.Equal("http://server.dev.internal:8080", Exec(id, "sh", "-c", "echo $SERVER"));
        Assert.Equal("ok", Exec(id, "sh", "-c", "/bin/busybox wget -q -O - $SERVER/health"));
        await Eventually.True(() => Exec(id, "sh", "-c", "/bin/busybox wget -q -O /dev/null $HERE/health && echo reached") == "reached", TimeSpan.FromSeconds(20), "the container to reach a program of this machine");
    }

    [Fact]
    public async Task KilledContainer_IsMadeAgain_AndAStopLeavesNothing()
    {
        AddServer();
        await _application.StartAsync();
        var first = Id(await _application.WaitHealthyAsync("server"));

        RealServices.Read("docker", "kill", first);
        var second = Id(await _application.WaitAsync("server", @event => @event.Snapshot.State?.Text == KnownResourceStates.Running && Id(@event) != first, "started again"));
        Assert.NotEqual(first, second);

        await _application.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, RealServices.Run("docker", ["inspect", second]));
    }

    [Fact]
    public async Task Graphics_AreAskedForFromTheEngine_WhoseRefusalIsTheReason()
    {
        Assert.SkipWhen(RealServices.Run("nvidia-smi", []) == 0, "not obtainable: this machine has the graphics processor that the test wants to be absent");
        AddServer().WithContainerRuntimeArgs("--gpus", "all");
        await _application.StartAsync();

        var failed = await _application.WaitAsync("server", KnownResourceStates.FailedToStart);

        Assert.Contains("could not select device driver", (string)TestApplication.Property(failed, "localai.reason")!, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static string? WhyNot() => TinyImage.WhyNot() ?? (RealServices.Run("docker", ["version"]) == 0 ? null
        : Environment.IsPrivilegedProcess ? "no container engine answers: run eng/real-services.sh engine-start"
        : "not obtainable: only root can start a container engine here");

    private static string Id(ResourceEvent @event) => (string)(TestApplication.Property(@event, "container.id") ?? "");

    private static string Exec(string id, params string[] command) => RealServices.Read("docker", ["exec", id, "/bin/busybox", .. command]);

    private IResourceBuilder<ContainerResource> AddServer() =>
        _application.Builder.AddContainer("server", Image, Tag)
            .WithHttpEndpoint(port: _port, targetPort: 8080)
            .WithHttpHealthCheck("/health");
}
