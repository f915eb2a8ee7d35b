using LocalAi.AppHost.Postgres;

namespace LocalAi.AppHost.Tests.Postgres;

public sealed class UnprivilegedLaunchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-launch-").FullName;

    [Fact]
    public void Command_IsLeftAsItIs_WhenTheUserIsNotRoot() =>
        Assert.Equal(([], null), Parts(UnprivilegedLaunch.For(_folder, isRoot: false)));

    [Fact]
    public void Root_HandsOverToThePostgresUser_WhenItCanReachTheFolder()
    {
        Open(_folder);

        var (prefix, owner) = Parts(UnprivilegedLaunch.For(_folder, isRoot: true, Passwd("root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/x\npostgres:x:117:120::/var/lib:/x\n")));

        Assert.Equal(["setpriv", "--reuid=117", "--regid=120", "--clear-groups", "--"], prefix);
        Assert.Equal("117:120", owner);
    }

    [Fact]
    public void Root_HandsOverToNobody_WhenThereIsNoPostgresUser()
    {
        Open(_folder);

        Assert.Equal("65534:65533", UnprivilegedLaunch.For(_folder, isRoot: true, Passwd("nobody:x:65534:65533::/:/x\n")).Owner);
    }

    [Fact]
    public void Root_UsesAUserNamespace_WhenOthersCannotReachTheFolder()
    {
        var hidden = Directory.CreateDirectory(Path.Combine(_folder, "hidden"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var (prefix, owner) = Parts(UnprivilegedLaunch.For(Path.Combine(hidden.FullName, "data"), isRoot: true));

        Assert.Equal(["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"], prefix);
        Assert.Null(owner);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (IEnumerable<string> Prefix, string? Owner) Parts(UnprivilegedLaunch launch) => (launch.Prefix, launch.Owner);

    private static void Open(string folder) =>
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);

    private string Passwd(string content)
    {
        var file = Path.Combine(_folder, "passwd");
        File.WriteAllText(file, content);
        return file;
    }
}
