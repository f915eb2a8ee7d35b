using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Containers;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Tests.Run.Containers;

public sealed class RuntimeArgumentsTests
{
    [Fact]
    public void Gpus_BecomeADeviceRequest()
    {
        var all = Apply("--gpus", "all").HostConfig!.DeviceRequests!.Single();
        var some = Apply("--gpus=device=0,1").HostConfig!.DeviceRequests!.Single();

        Assert.Equal(-1, all.Count);
        Assert.Equal(["gpu"], all.Capabilities!.Single());
        Assert.Equal(["0", "1"], some.DeviceIDs);
    }

    [Fact]
    public void Arguments_SetWhatDockerRunWouldSet()
    {
        var container = Apply("--device", "/dev/kfd", "--cap-drop", "ALL", "--cap-add=NET_BIND_SERVICE", "--shm-size", "1g", "--init", "--read-only", "--tmpfs", "/run:size=1m", "--user=1000:1000");
        var host = container.HostConfig!;

        Assert.Equal(("/dev/kfd", "/dev/kfd", "rwm"), (host.Devices![0].PathOnHost, host.Devices[0].PathInContainer, host.Devices[0].CgroupPermissions));
        Assert.Equal(["ALL"], host.CapDrop);
        Assert.Equal(["NET_BIND_SERVICE"], host.CapAdd);
        Assert.Equal(1L << 30, host.ShmSize);
        Assert.True(host.Init);
        Assert.True(host.ReadonlyRootfs);
        Assert.Equal("size=1m", host.Tmpfs!["/run"]);
        Assert.Equal("1000:1000", container.User);
    }

    [Theory]
    [InlineData("The container argument '--fly' is not known to LocalAi's host.", "--fly", "1")]
    [InlineData("The container argument '--gpus' has no value.", "--gpus")]
    [InlineData("The container argument '--memory' is 'much': a number of bytes, or one with k, m or g.", "--memory=much")]
    public void Argument_IsNamed_WhenItCannotBeUnderstood(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<ResourceStartException>(() => Apply(arguments)).Message);

    private static CreateContainerParameters Apply(params string[] arguments)
    {
        var container = new CreateContainerParameters { HostConfig = new HostConfig() };
        RuntimeArguments.Apply(arguments, container);
        return container;
    }
}
