using System.Diagnostics;
using System.Runtime.Versioning;
using LocalAi.Hosting.Run;
using LocalAi.Hosting.Run.Storage;

namespace LocalAi.Hosting.Tests.Run.Storage;

public sealed class HostFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_NamesTheSetting_WhenTheDirectoryIsAFile()
    {
        var path = _folder.File("taken");
        File.WriteAllText(path, "");

        var exception = Assert.Throws<HostStartException>(() => HostFolders.Open(path));

        Assert.StartsWith($"LocalAi:DataDirectory is '{path}', which cannot be written: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("or set LocalAi:DataDirectory to another folder.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamesTheSetting_WhenTheFileSystemIsReadOnly()
    {
        // /proc takes no new folders from anybody, root included.
        var exception = Assert.Throws<HostStartException>(() => HostFolders.Open("/proc/localai"));

        Assert.StartsWith("LocalAi:DataDirectory is '/proc/localai', which cannot be written: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamesTheSetting_WhenTheDiskIsFull()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount a small disk.");
        using var mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", _folder.Path]);
        mount.WaitForExit();
        Assert.SkipUnless(mount.ExitCode == 0, "This machine lets root mount nothing.");
        try
        {
            File.WriteAllBytes(_folder.File("big"), new byte[40 * 1024]);
            var exception = Assert.Throws<HostStartException>(() => HostFolders.Open(_folder.Path));
            Assert.StartsWith($"LocalAi:DataDirectory is '{_folder.Path}', which cannot be written: ", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Make room", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            using var unmount = Process.Start("umount", [_folder.Path]);
            unmount.WaitForExit();
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Open_KeepsLogsAndLockFromOtherUsers()
    {
        var folders = HostFolders.Open(_folder.File("data"));

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Owner, File.GetUnixFileMode(folders.Host));
        Assert.Equal(Owner, File.GetUnixFileMode(folders.Logs));
        Assert.Empty(Directory.GetFiles(folders.Host));
    }

    [Fact]
    public void Lock_NamesProcessAndDirectory_WhenAnotherHostHasIt()
    {
        var folders = HostFolders.Open(_folder.Path);
        using var first = InstanceLock.Acquire(folders);

        var exception = Assert.Throws<HostStartException>(() => InstanceLock.Acquire(folders));

        Assert.Equal(
            $"LocalAi is already running on this data directory: process {Environment.ProcessId} uses {_folder.Path}. "
            + "Stop it first, or set LocalAi:DataDirectory to another folder to run a second stack (and other ports).",
            exception.Message);
    }

    [Fact]
    public void Lock_IsFree_WhenItsHolderEnded()
    {
        var folders = HostFolders.Open(_folder.Path);
        InstanceLock.Acquire(folders).Dispose();

        using var second = InstanceLock.Acquire(folders);

        Assert.Equal($"{Environment.ProcessId}", File.ReadAllText(Path.Combine(folders.Host, "pid")));
    }

    public void Dispose() => _folder.Dispose();
}
